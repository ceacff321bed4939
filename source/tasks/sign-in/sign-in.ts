import type {Evidence} from '../../checklist/evidence.js';
import type {GrantRecord} from '../../checklist/grant-record.js';
import type {SignInProgress} from '../../checklist/state.js';
import {fitOf} from '../../checklist/steps.js';
import type {Diagnosis} from '../../diagnosis/diagnosis.js';
import type {CallbackServer, PendingSignIn, Tokens} from '../../oauth-port.js';
import type {Outcome} from '../../outcome.js';
import {settingsOf} from '../../providers/settings.js';
import type {TaskContext} from '../context.js';
import {diagnoseFor} from '../diagnose-for.js';
import {oauthClient} from '../oauth-client.js';
import {acceptTokens} from './accept-tokens.js';
import type {Attempt, Road} from './attempt.js';
import {openBrowserRoad} from './browser-road.js';
import {deviceRoad, openDeviceRoad} from './device-road.js';
import {takePaste} from './paste-road.js';

/** A sign-in that waits on all its roads. */
export type SignIn = {
	/** What the browser's address bar showed. */
	readonly paste: (text: string) => void;
	readonly startDevice: () => void;
	/** How it ended; rejects with the abort reason. */
	readonly done: Promise<Evidence>;
};

const lifetimeMs = 600_000;

/** Sign in. All roads are open at the same time; the first that succeeds wins, and the provider's refusal ends it. */
export function beginSignIn(
	context: TaskContext,
	record: GrantRecord,
	onProgress: (progress: SignInProgress) => void,
): SignIn {
	const {services} = context;
	const {grant} = record;
	const secrets = services.secrets.read(grant.name);
	const client = oauthClient(services, record, secrets);
	const fits = fitOf('sign-in', record, services.providers);
	const {redirectUri} = settingsOf(grant, services.providers);
	const pending =
		resumable(secrets.pending, fits, redirectUri, services.now()) ??
		services.oauth.begin(redirectUri, fits, services.now());
	const endsAt = pending.startedAt + lifetimeMs;

	const roads = new AbortController();
	const ended = Promise.withResolvers<{readonly road: Road; readonly result: Outcome<Tokens>}>();
	let progress: SignInProgress = {
		authorizationUrl: services.oauth.authorizationUrl(
			client,
			pending,
			grant.account ?? grant.mailbox,
		),
		redirectUri,
		endsAt,
		callback: {is: 'opening'},
		device: deviceRoad(grant, services.providers),
		phase: 'waiting',
	};
	const attempt: Attempt = {
		...context,
		signal: AbortSignal.any([context.signal, roads.signal]),
		record,
		secrets,
		client,
		pending,
		progress: () => progress,
		show(change) {
			progress = {...progress, ...change};
			onProgress(progress);
		},
		end: (road, result) => ended.resolve({road, result}),
		follow(work) {
			work.catch(error => {
				if (!attempt.signal.aborted) ended.reject(error);
			});
		},
	};

	async function run(): Promise<Evidence> {
		let server: CallbackServer | undefined;
		const over = aborted(attempt.signal);
		const timer = setTimeout(() => roads.abort(overdue), Math.max(0, endsAt - services.now()));
		try {
			await services.secrets.update(grant.name, latest => ({...latest, pending}));
			progress = {...progress, tunnel: await services.terminal.tunnel(grant.callbackPort)};
			onProgress(progress);
			attempt.follow(
				openBrowserRoad(attempt, listening => {
					server = listening;
				}),
			);
			if (grant.flow === 'device') attempt.follow(openDeviceRoad(attempt));
			const evidence = await conclude(await Promise.race([ended.promise, over.promise]));
			await server?.answer(pageOf(evidence));
			return evidence;
		} catch (error) {
			if (error !== overdue) throw error;
			return await fail(overdue);
		} finally {
			clearTimeout(timer);
			over.forget();
			roads.abort(new Error('ended'));
			await server?.close();
		}
	}

	async function conclude({road, result}: {readonly road: Road; readonly result: Outcome<Tokens>}) {
		if (result.ok) return acceptTokens(context, record, {road, tokens: result.value, fits});
		return fail(diagnoseFor(context, record, result.failure));
	}

	async function fail(diagnosis: Diagnosis): Promise<Evidence> {
		await services.secrets.update(grant.name, ({pending: _, ...latest}) => latest);
		return {at: services.now(), outcome: 'failed', fits, summary: diagnosis.title, diagnosis};
	}

	return {
		paste: text => attempt.follow(takePaste(attempt, text)),
		startDevice: () => attempt.follow(openDeviceRoad(attempt)),
		done: run(),
	};
}

const pageOf = ({outcome, summary, diagnosis}: Evidence) => ({
	ok: outcome === 'proved',
	message: diagnosis ? `${diagnosis.title}. ${diagnosis.cause}` : `Signed in ${summary}.`,
});

/** Rejects with the reason as soon as the signal aborts. */
function aborted(signal: AbortSignal) {
	const {promise, reject} = Promise.withResolvers<never>();
	const stop = () => reject(signal.reason);
	signal.addEventListener('abort', stop, {once: true});
	if (signal.aborted) stop();
	// The race may have been won by then.
	promise.catch(() => undefined);
	return {promise, forget: () => signal.removeEventListener('abort', stop)};
}

/** A sign-in that was begun for the same values and can still be completed. */
function resumable(
	pending: PendingSignIn | undefined,
	fits: string,
	redirectUri: string,
	now: number,
): PendingSignIn | undefined {
	if (!pending || pending.fits !== fits || pending.redirectUri !== redirectUri) return undefined;
	const age = now - pending.startedAt;
	return age >= 0 && age < lifetimeMs - 5000 ? pending : undefined;
}

const overdue: Diagnosis = {
	id: 'sign-in-overdue',
	title: 'Nobody signed in within ten minutes',
	cause: 'The address and its answer are good for ten minutes.',
	fix: ['Start the sign-in again, and open its new address.'],
	who: 'user',
	transient: true,
	confidence: 'certain',
	said: '',
	step: 'sign-in',
};
