import type {Protocol} from '../grant.js';
import {shellQuote} from '../shell-quote.js';
import type {Access, Exported} from './program.js';
import {commandLine} from './quote.js';

/** Lines for a shell. The token is in none of them: they ask for it when they are read. */
export function env(access: Access): Exported {
	const {grant, services, user, tokenCommand, caFile} = access;
	const lines = (['imap', 'pop3', 'smtp'] as const satisfies readonly Protocol[]).flatMap(
		protocol => {
			const endpoint = services[protocol];
			if (!endpoint) return [];
			const name = protocol.toUpperCase();
			return [
				[`${name}_HOST`, endpoint.host],
				[`${name}_PORT`, String(endpoint.port)],
				[`${name}_SECURITY`, endpoint.security],
				[`${name}_USER`, protocol === 'smtp' ? user.outgoing : user.incoming],
			] as const;
		},
	);
	const all = [
		['MAIL_FROM', grant.mailbox] as const,
		...lines,
		...(caFile ? [['MAIL_CA_FILE', caFile] as const] : []),
	];
	return {
		text: [
			...all.map(([name, value]) => `export ${name}=${shellQuote(value)}`),
			`MAIL_TOKEN=$(${commandLine(tokenCommand)})`,
			'',
		].join('\n'),
		notes: [
			'Read by a POSIX shell: . ./FILE',
			'MAIL_TOKEN is the password for XOAUTH2 or OAUTHBEARER. It is not exported, and ends within the hour: read the file again for each use.',
		],
		trial: {why: untried(grant.name)},
	};
}

/** For what is no program. */
export const untried = (name: string) =>
	`There is no program to run for it. The grant itself is tried by: mailgrant test ${shellQuote(name)}`;
