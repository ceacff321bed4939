import {clean, mask} from '../clean.js';
import type {MailSession} from '../mail-port.js';
import {saslResponse} from './sasl.js';

/** The lines of a dialogue as they may be shown, and texts without the secrets of the session. */
export type Transcript = {
	readonly client: (line: string) => void;
	readonly server: (line: string) => void;
	/** What a server echoes may hold the token, whole or in part. */
	readonly redact: (text: string) => string;
};

const maxLines = 2000;
const maxLength = 1000;

export function createTranscript(
	onLine?: (line: string) => void,
	session?: Pick<MailSession, 'user' | 'accessToken' | 'endpoint'>,
): Transcript {
	const secrets = session
		? [
				session.accessToken,
				saslResponse('XOAUTH2', session),
				saslResponse('OAUTHBEARER', session),
			].filter(secret => secret !== '')
		: [];
	const redact = (text: string) => {
		const whole = secrets.reduce((rest, secret) => rest.replaceAll(secret, mask(secret)), text);
		return whole.replace(/[\w+/=.~-]{16,}/g, run =>
			secrets.some(secret => secret.includes(run)) ? mask(run) : run,
		);
	};
	let lines = 0;
	const tell = (who: 'C' | 'S', line: string) => {
		lines += 1;
		if (lines > maxLines + 1) return;
		const text = lines > maxLines ? '… the rest is left out' : redact(line.slice(0, 20_000));
		onLine?.(`${who}: ${clean(text, maxLength)}`);
	};
	return {
		client: line => tell('C', hideAnswer(line)),
		server: line => tell('S', line),
		redact,
	};
}

/** Whatever goes along with AUTH, and a line that is nothing but base64, is an answer to a SASL exchange. */
function hideAnswer(line: string): string {
	const initial = /^(\S+ )?(AUTH(?:ENTICATE)? \S+) (\S+)$/i.exec(line);
	if (initial) return `${initial[1] ?? ''}${initial[2]} ${mask(initial[3] ?? '')}`;
	return /^[A-Za-z\d+/]{24,}={0,2}$/.test(line) ? mask(line) : line;
}
