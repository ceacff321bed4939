import type {Step} from '../../diagnosis/catalogue/step.js';
import {fillStep, type Values} from '../../diagnosis/fill.js';
import type {Grant} from '../../grant.js';
import {portalFor} from '../../providers/portal-for.js';
import type {PortalAction, Provider, Providers} from '../../providers/provider.js';
import {providerOf} from '../../providers/provider-of.js';
import {type Settings, settingsOf} from '../../providers/settings.js';

/** A step whose braces are still to be filled, or a text that is whole and stands alone on its line. */
export type SheetLine = Step | {readonly whole: string};

/** One part of the sheet. Commands and addresses stand alone on their lines, to be copied whole. */
export type Section = {readonly title: string; readonly steps: readonly SheetLine[]};

/** What the parts are written from. */
export type Sheet = {
	readonly grant: Grant;
	readonly provider: Provider;
	readonly settings: Settings;
	/** What is done in the provider’s portal. */
	readonly actions: readonly PortalAction[];
	/** From addresses beside the mailbox; empty when none is known yet. */
	readonly senders: readonly string[];
	readonly values: Values;
};

export function sheetOf(grant: Grant, providers: Providers, senders: readonly string[]): Sheet {
	const settings = settingsOf(grant, providers);
	const isOther = (address: string) => address.toLowerCase() !== grant.mailbox.toLowerCase();
	return {
		grant,
		provider: providerOf(grant, providers),
		settings,
		actions: portalFor(grant, providers),
		senders: senders.filter(isOther),
		values: {
			mailbox: grant.mailbox,
			account: grant.account ?? grant.mailbox,
			tenant: grant.tenant,
			clientId: grant.clientId,
			redirectUri: settings.redirectUri,
			extraviewRedirectUri: settings.extraviewRedirectUri,
			scope: settings.scope,
		},
	};
}

/** The parts as text: numbered titles, sentences with a dash, commands set in. */
export function writeSections(sections: readonly Section[], values: Values): string {
	return sections
		.map(({title, steps}, index) =>
			[`${index + 1}. ${title}`, ...steps.map(step => lineOf(step, values))].join('\n'),
		)
		.join('\n\n');
}

function lineOf(step: SheetLine, values: Values): string {
	if (typeof step === 'string') return `   - ${fillStep(step, values)}`;
	return `       ${'whole' in step ? step.whole : fillStep(step, values)}`;
}
