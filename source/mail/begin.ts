import type {Call} from '../call.js';
import type {Protocol} from '../grant.js';
import {atOf, dial} from '../network/dial.js';
import {Failed} from '../network/failed.js';
import type {Layers} from '../network/layers.js';
import {describeTls, secure} from '../network/secure.js';
import type {Endpoint} from '../providers/provider.js';
import type {Network} from '../providers/settings.js';
import {createDialogue, type Dialogue} from './dialogue.js';
import {imapTalk} from './imap-talk.js';
import {pop3Talk} from './pop3-talk.js';
import {type Mechanism, tokenMechanisms} from './sasl.js';
import {smtpTalk} from './smtp-talk.js';
import type {Talk} from './talk.js';
import type {Transcript} from './transcript.js';

export const talks: Readonly<Record<Protocol, Talk>> = {
	imap: imapTalk,
	pop3: pop3Talk,
	smtp: smtpTalk,
};

export type Begun = {
	readonly dialogue: Dialogue;
	/** At least one. */
	readonly mechanisms: readonly Mechanism[];
	readonly capabilities: readonly string[];
};

/** A connection up to what it offers: the layers that every probe and every session begins with. Throws Failed and leaves nothing open. */
export async function begin(
	target: {readonly protocol: Protocol; readonly endpoint: Endpoint; readonly network: Network},
	call: Call,
	layers: Layers,
	transcript: Transcript,
): Promise<Begun> {
	const {protocol, endpoint, network} = target;
	const {host, port, security} = endpoint;
	const at = atOf(endpoint);
	const about = {stage: protocol, at, protocol} as const;
	const talk = talks[protocol];
	let socket = await dial({host, port, isSecure: security === 'tls'}, network, call, layers);
	try {
		let dialogue = createDialogue(socket, about, call, transcript);
		await layers.run('greeting', async tell => tell(await talk.greet(dialogue)));
		if (security === 'starttls') {
			await layers.run('TLS', async tell => {
				await talk.askForTls(dialogue);
				// RFC 3207 §6, CVE-2011-0411: what came before TLS must not be taken for what came within.
				const secured = await secure(dialogue.release(), {host, at}, network, call);
				socket = secured;
				dialogue = createDialogue(secured, about, call, transcript);
				tell(...describeTls(secured));
			});
		}
		return await layers.run('offers', async tell => {
			const {mechanisms: all, capabilities} = await talk.askForOffer(dialogue);
			const mechanisms = tokenMechanisms(all);
			if (mechanisms.length === 0) throw withoutTokens(dialogue, all);
			tell(mechanisms.join(', '));
			return {dialogue, mechanisms, capabilities};
		});
	} catch (error) {
		socket.destroy();
		throw error;
	}
}

/** Takes leave without waiting for an answer. */
export function end({socket, send}: Dialogue, goodbye: string): void {
	send(goodbye);
	socket.destroySoon();
}

function withoutTokens({about, transcript}: Dialogue, all: readonly string[]): Failed {
	const instead =
		all.length > 0 ? `only ${transcript.redact(all.slice(0, 20).join(', '))}` : 'nothing at all';
	return new Failed({
		...about,
		message: `The server offers neither XOAUTH2 nor OAUTHBEARER for signing in, ${instead}. Check host and port, or switch OAuth2 on at the mail server.`,
		code: 'NO_TOKEN_AUTH',
	});
}
