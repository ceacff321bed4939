import {type Grant, protocolsOf} from '../grant.js';
import type {PortalAction, Providers} from './provider.js';
import {providerOf} from './provider-of.js';

/** The actions in the provider’s portal that concern a grant. */
export function portalFor(grant: Grant, providers: Providers): readonly PortalAction[] {
	const by = grant.flow === 'app-only' ? 'app' : 'person';
	const isWanted = ({when}: PortalAction) => {
		switch (when) {
			case undefined:
				return true;
			case 'device':
				return grant.flow === 'device';
			case 'extraview':
				return grant.extraviewUrl !== undefined;
			case 'imap':
			case 'pop3':
			case 'smtp':
				return protocolsOf(grant).includes(when);
		}
	};
	return providerOf(grant, providers).portal.filter(
		action => (action.by ?? by) === by && isWanted(action),
	);
}
