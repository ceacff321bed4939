import {untried} from './env.js';
import type {Access, Exported} from './program.js';

/** All that a program needs that is not in this list. */
export function json(access: Access): Exported {
	const {grant, services, scopes, user, tokenCommand, caFile} = access;
	const {imap, pop3, smtp} = services;
	const value = {
		grant: grant.name,
		mailbox: grant.mailbox,
		...(imap && {imap: {...imap, user: user.incoming}}),
		...(pop3 && {pop3: {...pop3, user: user.incoming}}),
		...(smtp && {smtp: {...smtp, user: user.outgoing}}),
		...(caFile && {caFile}),
		scopes,
		mechanisms: ['XOAUTH2', 'OAUTHBEARER'],
		tokenCommand,
	};
	return {
		text: `${JSON.stringify(value, undefined, 2)}\n`,
		notes: [
			'tokenCommand prints the token on standard output, and nothing else; its exit code is 0 then. Ask before each connection.',
		],
		trial: {why: untried(grant.name)},
	};
}
