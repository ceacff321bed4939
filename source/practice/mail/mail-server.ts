import type {Socket} from 'node:net';
import type {Certificates} from '../certificates.js';
import type {MailFaults, Mechanism} from '../faults.js';
import type {MailContext} from './judge-token.js';

/** What a practice mail server is made of; the result serves one connection. */
export type MailServerOptions = MailContext & {
	readonly security: 'tls' | 'starttls';
	readonly certificates: Certificates;
	readonly faults: () => MailFaults;
	readonly latencyMs: () => number;
	/** Each line of a client, tokens and all; for the assertions of tests. */
	readonly onLine: (line: string) => void;
};

export type MailServer = (socket: Socket) => void;

export const usualMechanisms: readonly Mechanism[] = ['XOAUTH2', 'OAUTHBEARER'];

/** The fault's exact answer to a command; `*` is for those after the sign-in. */
export function faultAnswer(
	faults: MailFaults,
	command: string,
	isSignedIn: boolean,
): string | undefined {
	const {answers} = faults;
	if (!answers) return undefined;
	if (Object.hasOwn(answers, command)) return answers[command];
	return isSignedIn ? answers['*'] : undefined;
}
