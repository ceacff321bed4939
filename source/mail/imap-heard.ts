import type {Failure} from '../diagnosis/diagnosis.js';
import {codeOf, Failed, failedBy} from '../network/failed.js';
import type {About} from './dialogue.js';
import {refused} from './imap-talk.js';
import {decodeChallenge} from './sasl.js';
import type {Transcript} from './transcript.js';

/** What was said in an IMAP session, as far as it explains its end. */
export type ImapHeard = {
	readonly hear: (who: 'client' | 'server', line: string) => void;
	/** Resolves when the server has accepted the token: with some servers that is not yet a session. */
	readonly signedIn: Promise<void>;
	/** Resolves when the server asks to wait: imapflow would do so for minutes before it tells. */
	readonly heldBack: Promise<void>;
	/** The package's error in the server's own words, where there are any. */
	readonly explain: (error: unknown) => Failed;
};

export function listenToImap(about: About, transcript: Transcript): ImapHeard {
	const {promise: signedIn, resolve: onSignedIn} = Promise.withResolvers<void>();
	const {promise: heldBack, resolve: onHeldBack} = Promise.withResolvers<void>();
	let signInTag: string | undefined;
	let isSigningIn = false;
	/** The answer to the last command, and the last refusal of any. */
	let lastTagged = '';
	let lastRefusal = '';
	let bye = '';
	let challenge: string | undefined;
	return {
		signedIn,
		heldBack,
		hear(who, line) {
			transcript[who](line);
			if (who === 'client') {
				// A refusal that the client passes over explains nothing that comes later.
				if (/^\S+ [A-Z]/.test(line)) lastTagged = '';
				const match = /^(\S+) AUTHENTICATE /i.exec(line);
				if (!match) return;
				signInTag = match[1];
				isSigningIn = true;
				return;
			}
			const plus = isSigningIn && /^\+ ?(.*)$/.exec(line);
			if (plus) challenge = decodeChallenge(plus[1] ?? '') ?? challenge;
			if (/^\* BYE\b/i.test(line)) bye = line.slice(2);
			const tagged = /^(\S+) ((OK|NO|BAD)\b.*)$/i.exec(line);
			if (!tagged || tagged[1] === '*') return;
			lastTagged = tagged[2] ?? '';
			if (isRefusal(lastTagged)) lastRefusal = lastTagged;
			if (isRefusal(lastTagged) && /Request is throttled/i.test(lastTagged)) onHeldBack();
			if (tagged[1] !== signInTag) return;
			isSigningIn = false;
			if (/^OK\b/i.test(lastTagged)) onSignedIn();
		},
		explain(error) {
			// BYE after a refusal never is the cause; the line before it is.
			if (error instanceof Failed && error.code !== 'ECONNRESET') return error;
			const said = isAboutRefusal(error) || isRefusal(lastTagged) ? lastRefusal : bye;
			if (said !== '') {
				const {failure} = refused({about, transcript}, said);
				return new Failed({
					...failure,
					...(challenge !== undefined && {challenge: transcript.redact(challenge)}),
				});
			}
			return told(error, about, transcript);
		},
	};
}

const isRefusal = (line: string) => /^(?:NO|BAD)\b/i.test(line);

/** imapflow may ask more about a refusal before it tells of it. */
const isAboutRefusal = (error: unknown) =>
	error instanceof Error &&
	'responseStatus' in error &&
	(error.responseStatus === 'NO' || error.responseStatus === 'BAD');

/** The codes with which imapflow says that the connection is gone. */
const gone: readonly string[] = ['NoConnection', 'EConnectionClosed', 'ClosedAfterConnectTLS'];
const tooLarge: readonly string[] = [
	'LineTooLarge',
	'LiteralTooLarge',
	'ResponseTooLarge',
	'TooManyTokens',
];

function told(error: unknown, about: About, {redact}: Transcript): Failed {
	const code = codeOf(error) ?? '';
	const failure = (message: string, as: string): Failure => ({...about, message, code: as});
	if (gone.includes(code)) {
		return new Failed(failure('The server closed the connection', 'ECONNRESET'));
	}
	if (tooLarge.includes(code)) {
		return new Failed(failure('The server sends more than any answer holds', 'TOO_MUCH_DATA'));
	}
	const known = failedBy(error, about);
	return new Failed({...known.failure, message: redact(known.message)});
}
