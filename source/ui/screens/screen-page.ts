import {openRecord, type View} from '../../checklist/state.js';
import type {StepId} from '../../checklist/step-id.js';
import type {Page, PageProps} from '../page.js';
import {alivePage} from './alive.js';
import {checklistPage} from './checklist.js';
import {clientFormPage} from './client-form.js';
import {grantsPage} from './grants.js';
import {incomingPage} from './incoming.js';
import {instancePage} from './instance.js';
import {notYetPage} from './not-yet.js';
import {outgoingPage} from './outgoing.js';
import {propertiesPage} from './properties.js';
import {providerFormPage} from './provider-form.js';
import {redirectPage} from './redirect.js';
import {registerPage} from './register.js';
import {sendersPage} from './senders.js';
import {servicesPage} from './services.js';
import {signInPage} from './sign-in.js';
import {tokenFormPage} from './token-form.js';
import {webServerPage} from './web-server.js';

const stepPages: Readonly<Record<StepId, (props: PageProps) => Page>> = {
	provider: providerFormPage,
	services: servicesPage,
	instance: instancePage,
	'web-server': webServerPage,
	register: registerPage,
	redirect: redirectPage,
	client: clientFormPage,
	'sign-in': signInPage,
	'token-form': tokenFormPage,
	evmail: props => propertiesPage(props, 'evmail'),
	batchmail: props => propertiesPage(props, 'batchmail'),
	senders: sendersPage,
	incoming: incomingPage,
	outgoing: outgoingPage,
	alive: alivePage,
};

/** Picks the screen; the state says which. */
export function screenPage(props: PageProps): Page {
	const {state} = props;
	const {view} = state;
	switch (view.at) {
		case 'grants':
			return grantsPage(props);
		case 'checklist':
			return checklistPage(props);
		case 'step':
			if (view.step !== 'provider' && !openRecord(state)) return notYetPage(props, view.step);
			return stepPages[view.step](props);
	}
}

/** What a page holds for itself goes when another one is opened. */
export const viewKey = (view: View): string =>
	view.at === 'step' ? `${view.grant}/${view.step}` : view.at;
