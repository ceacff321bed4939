import type {Call} from '../call.js';
import type {MailSession} from '../mail-port.js';
import {Failed} from '../network/failed.js';
import type {Layers} from '../network/layers.js';
import {begin} from './begin.js';
import type {Dialogue} from './dialogue.js';
import {refused} from './pop3-talk.js';
import {acknowledgement, chooseMechanism, decodeChallenge, saslResponse} from './sasl.js';
import {createTranscript} from './transcript.js';

/** A dialogue whose token was accepted, and the line that said so. */
export type Pop3Session = Dialogue & {readonly accepted: string};

/** Layers from the name to the sign-in (RFC 5034). Throws Failed and leaves nothing open. The token goes on a line of its own: Exchange ends a connection that puts it on the first. */
export async function signInToPop3(
	session: MailSession,
	call: Call & {readonly onLine?: (line: string) => void},
	layers: Layers,
): Promise<Pop3Session> {
	const transcript = createTranscript(call.onLine, session);
	const {dialogue, mechanisms} = await begin(session, call, layers, transcript);
	const mechanism = chooseMechanism(mechanisms);
	try {
		const accepted = await layers.run('sign in', async tell => {
			dialogue.send(`AUTH ${mechanism}`);
			const prompt = await dialogue.readLine('AUTH was sent');
			if (!/^\+(?: |$)/.test(prompt)) throw refused(dialogue, prompt);
			dialogue.send(saslResponse(mechanism, session));
			const answer = await dialogue.readLine('the token was sent');
			if (/^\+OK\b/.test(answer)) {
				tell(mechanism);
				return answer;
			}
			const challenge = /^\+ (.*)$/.exec(answer)?.[1];
			if (challenge === undefined) throw refused(dialogue, answer);
			dialogue.send(acknowledgement(mechanism));
			const {failure} = refused(dialogue, await dialogue.readLine('the refusal was acknowledged'));
			const decoded = decodeChallenge(challenge) ?? challenge;
			throw new Failed({...failure, challenge: transcript.redact(decoded)});
		});
		return {...dialogue, accepted};
	} catch (error) {
		dialogue.socket.destroy();
		throw error;
	}
}
