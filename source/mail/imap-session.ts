import {ImapFlow} from 'imapflow';
import type {Call} from '../call.js';
import type {MailSession} from '../mail-port.js';
import type {Layers} from '../network/layers.js';
import {wait} from '../network/wait.js';
import {begin} from './begin.js';
import {type ImapHeard, listenToImap} from './imap-heard.js';
import {chooseMechanism} from './sasl.js';
import {createTap} from './tap.js';
import {createTranscript} from './transcript.js';

/** A client whose token was accepted. */
export type ImapSession = {
	readonly client: ImapFlow;
	/** Awaits one answer of the client, under the call's deadline; failures come in the server's words. */
	readonly ask: <Value>(what: string, work: () => Promise<Value>) => Promise<Value>;
	/** The rest of what the client does before it can be used. */
	readonly isReady: () => Promise<void>;
	readonly close: () => void;
};

/** Layers from the name to the sign-in. Throws Failed and leaves nothing open. */
export async function signInToImap(
	session: MailSession,
	call: Call & {readonly onLine?: (line: string) => void},
	layers: Layers,
): Promise<ImapSession> {
	const transcript = createTranscript(call.onLine, session);
	const {dialogue, mechanisms, capabilities} = await begin(session, call, layers, transcript);
	const heard = listenToImap(dialogue.about, transcript);
	const mechanism = chooseMechanism(mechanisms);
	// imapflow takes OAUTHBEARER wherever it is offered: a greeting with capabilities saves it the
	// question and leaves it the one mechanism that was chosen.
	const offered = capabilities.filter(
		name => !/^AUTH=/i.test(name) || name.toUpperCase() === `AUTH=${mechanism}`,
	);
	const tap = createTap(dialogue, {
		greeting: `* OK [CAPABILITY ${offered.join(' ')}] begun`,
		onLine: heard.hear,
	});
	const client = new ImapFlow({
		host: session.endpoint.host,
		port: session.endpoint.port,
		secure: true,
		auth: {user: session.user, accessToken: session.accessToken},
		transport: {
			connect(_options, onConnect) {
				setImmediate(onConnect);
				return tap;
			},
		},
		logger: false,
		// Empty fields are left out; imapflow would speak of itself in them.
		clientInfo: {name: 'mailgrant', version: '', vendor: '', 'support-url': ''},
		disableAutoIdle: true,
		disableCompression: true,
		disableAutoEnable: true,
		maxLineLength: 1_000_000,
		maxLiteralSize: 1_000_000,
		maxResponseSize: 2_000_000,
		maxResponseTokens: 100_000,
	});
	// What ends the connection is told by the call that waits for it.
	client.on('error', () => {});
	const close = () => {
		client.close();
		tap.destroy();
	};
	const ask = createAsk(heard, tap, dialogue.about, call);
	const ready = client.connect();
	ready.catch(() => {});
	try {
		await layers.run('sign in', async tell => {
			await ask('the sign-in', () => Promise.race([heard.signedIn, ready]));
			tell(mechanism);
		});
	} catch (error) {
		close();
		throw error;
	}
	return {client, ask, isReady: () => ready, close};
}

function createAsk(
	heard: ImapHeard,
	tap: ReturnType<typeof createTap>,
	about: Parameters<typeof listenToImap>[0],
	call: Call,
): ImapSession['ask'] {
	// Why the connection was ended here, such as a flood, is known to the tap alone.
	let ended: unknown;
	tap.on('error', error => {
		ended = error;
	});
	return (what, work) =>
		wait(call, {...about, what: `${what} was waited for`}, ({resolve, reject}) => {
			work().then(resolve, (error: unknown) => reject(heard.explain(ended ?? error)));
			heard.heldBack.then(() => reject(heard.explain(undefined)));
			return () => {};
		});
}
