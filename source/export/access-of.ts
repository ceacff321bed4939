import type {Grant} from '../grant.js';
import type {Programs} from '../programs-port.js';
import type {Providers} from '../providers/provider.js';
import {settingsOf} from '../providers/settings.js';
import type {Access} from './program.js';

/** What other programs need of a grant; `own` are the words that start mailgrant. */
export function accessOf(
	grant: Grant,
	{
		providers,
		own,
		ownAsRoot,
	}: Pick<Programs, 'own' | 'ownAsRoot'> & {readonly providers: Providers},
): Access {
	const {services, neededScopes, network} = settingsOf(grant, providers);
	// A name that looks like an option is an argument after two hyphens.
	const name = grant.name.startsWith('-') ? ['--', grant.name] : [grant.name];
	return {
		grant,
		services,
		scopes: neededScopes,
		caFile: network.caFile,
		// As SMTP and IMAP take a shared mailbox; see tasks/send-message.ts.
		user: {incoming: grant.mailbox, outgoing: grant.account ?? grant.mailbox},
		tokenCommand: [...own, 'token', ...name],
		tokenCommandAsRoot: [...ownAsRoot, 'token', ...name],
		label: labelOf(grant.name),
	};
}

const labelOf = (name: string) =>
	name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\w.@+-]+/g, '-')
		.replace(/^[-.]+|-+$/g, '') || 'mail';
