import type {GrantRecord} from '../../checklist/grant-record.js';
import {fillStep} from '../../diagnosis/fill.js';
import {portalFor} from '../../providers/portal-for.js';
import type {Providers} from '../../providers/provider.js';
import {settingsOf} from '../../providers/settings.js';

/** An action as it is for one grant. */
export type ActionForGrant = {
	readonly id: string;
	readonly text: string;
	readonly values: readonly string[];
};

/** The provider's walk-through with this grant's values in it; what does not concern the grant is left out. */
export function portalActions(
	record: GrantRecord,
	providers: Providers,
): readonly ActionForGrant[] {
	const {grant, facts} = record;
	const settings = settingsOf(grant, providers);
	const names: Readonly<Record<string, string | undefined>> = {
		redirectUri: settings.redirectUri,
		extraviewRedirectUri: settings.extraviewRedirectUri,
		mailbox: grant.mailbox,
		tenant: grant.tenant,
		clientId: grant.clientId,
		scope: grant.flow === 'app-only' ? settings.scope : settings.neededScopes.join(' '),
		uniqueId: facts.serviceAccount?.uniqueId,
	};
	const filled = (text: string) =>
		text.replace(/\{(\w+)\}/g, (brace, name: string) => names[name] ?? brace);
	const shown = (value: string | {readonly powershell: string}) =>
		typeof value === 'string' ? filled(value) : fillStep(value, names);
	return portalFor(grant, providers).map(action => ({
		id: action.id,
		text: filled(action.text),
		// A value that is not known yet can't be copied.
		values: (action.values ?? [])
			.map(shown)
			.filter(value => !/\{\w+\}/.test(value) && value !== ''),
	}));
}
