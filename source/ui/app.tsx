import {type ComponentType, useSyncExternalStore} from 'react';
import {openRecord} from '../checklist/state.js';
import type {StepId} from '../checklist/step-id.js';
import type {AppStore, Tasks} from '../tasks/tasks.js';
import type {ScreenProps} from './screen-props.js';
import {Alive} from './screens/alive.js';
import {Checklist} from './screens/checklist.js';
import {ClientForm} from './screens/client-form.js';
import {Grants} from './screens/grants.js';
import {Incoming} from './screens/incoming.js';
import {Instance} from './screens/instance.js';
import {NotYet} from './screens/not-yet.js';
import {Outgoing} from './screens/outgoing.js';
import {BatchMail, EvMail} from './screens/properties.js';
import {ProviderForm} from './screens/provider-form.js';
import {Redirect} from './screens/redirect.js';
import {Register} from './screens/register.js';
import {Senders} from './screens/senders.js';
import {Services} from './screens/services.js';
import {SignIn} from './screens/sign-in.js';
import {TokenForm} from './screens/token-form.js';
import {WebServer} from './screens/web-server.js';

const stepScreens: Readonly<Record<StepId, ComponentType<ScreenProps>>> = {
	provider: ProviderForm,
	services: Services,
	instance: Instance,
	'web-server': WebServer,
	register: Register,
	redirect: Redirect,
	client: ClientForm,
	'sign-in': SignIn,
	'token-form': TokenForm,
	evmail: EvMail,
	batchmail: BatchMail,
	senders: Senders,
	incoming: Incoming,
	outgoing: Outgoing,
	alive: Alive,
};

export type AppProps = {
	readonly store: AppStore;
	readonly tasks: Tasks;
	readonly now: () => number;
};

/** Picks the screen; the state says which. */
export function App({store, tasks, now}: AppProps) {
	const state = useSyncExternalStore(store.subscribe, store.getState);
	const {view} = state;
	const props: ScreenProps = {state, store, tasks, now};
	switch (view.at) {
		case 'grants':
			return <Grants {...props} />;
		case 'checklist':
			return <Checklist {...props} />;
		case 'step': {
			if (view.step !== 'provider' && !openRecord(state))
				return <NotYet step={view.step} {...props} />;
			const Step = stepScreens[view.step];
			return <Step key={`${view.grant}/${view.step}`} {...props} />;
		}
	}
}
