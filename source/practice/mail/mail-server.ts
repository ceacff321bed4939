import type {Socket} from 'node:net';
import type {Certificates} from '../certificates.js';
import type {MailFaults, Mechanism} from '../faults.js';
import type {MailContext} from './judge-token.js';
import type {Wire} from './wire.js';

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

/** They ask for nothing of the mailbox, so that `*` leaves them alone. */
const harmless = ['CAPABILITY', 'CAPA', 'ID', 'ENABLE', 'NOOP', 'EHLO', 'HELO', 'RSET'];
const farewells = ['LOGOUT', 'QUIT'];

/** The fault's exact answer to a command; after a sign-in to a mailbox that does not open, `shut`. */
export function faultAnswer(
	{answers = {}}: MailFaults,
	command: string,
	{isSignedIn, shut}: {readonly isSignedIn: boolean; readonly shut?: string},
): string | undefined {
	if (farewells.includes(command)) return undefined;
	if (Object.hasOwn(answers, command)) return answers[command];
	return isSignedIn && !harmless.includes(command) ? (answers['*'] ?? shut) : undefined;
}

/** The last words before a connection ends. */
export function sayBye(wire: Wire, {bye}: MailFaults): void {
	if (bye) wire.write(`${bye}\r\n`);
	wire.end();
}
