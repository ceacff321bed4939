import type {GrantRecord} from '../../checklist/grant-record.js';
import type {PortalAction, Providers} from '../../providers/provider.js';
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
	const {grant} = record;
	const settings = settingsOf(grant, providers);
	const names: Readonly<Record<string, string | undefined>> = {
		redirectUri: settings.redirectUri,
		extraviewRedirectUri: settings.extraviewRedirectUri,
		mailbox: grant.mailbox,
		tenant: grant.tenant,
		clientId: grant.clientId,
		scope: settings.neededScopes.join(' '),
	};
	const concerns = ({when}: PortalAction) => {
		switch (when) {
			case undefined:
				return true;
			case 'device':
				return grant.flow === 'device';
			case 'extraview':
				return settings.extraviewRedirectUri !== undefined;
			case 'imap':
			case 'pop3':
				return grant.incoming === when;
			case 'smtp':
				return grant.outgoing === when;
		}
	};
	const filled = (text: string) =>
		text.replace(/\{(\w+)\}/g, (brace, name: string) => names[name] ?? brace);
	return providers[grant.provider].portal.filter(concerns).map(action => ({
		id: action.id,
		text: filled(action.text),
		// A value that is not known yet can't be copied.
		values: (action.values ?? [])
			.map(filled)
			.filter(value => !/\{\w+\}/.test(value) && value !== ''),
	}));
}
