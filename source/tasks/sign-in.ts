import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {SignInReport} from '../checklist/report.js';
import type {SignInProgress} from '../checklist/state.js';
import {fitOf} from '../checklist/steps.js';
import type {Diagnosis, Failure} from '../diagnosis/diagnosis.js';
import {parseRedirected} from '../paste/redirected.js';
import {settingsOf} from '../providers/settings.js';
import type {CallbackServer, Outcome, PendingSignIn, Redirected, Tokens} from '../services.js';
import {acceptTokens} from './accept-tokens.js';
import {diagnoseFor, type TaskContext} from './context.js';
import {oauthClient} from './oauth-client.js';

/** A sign-in that waits on all its roads. */
export type SignIn = {
	/** What the browser's address bar showed. */
	readonly paste: (text: string) => void;
	readonly startDevice: () => void;
	/** How it ended; rejects with the abort reason. */
	readonly done: Promise<Evidence>;
};

type Road = SignInReport['road'];
/** The first road that ends it, with tokens or with a refusal. */
type End = {readonly road: Road; readonly result: Outcome<Tokens>};

const lifetimeMs = 600_000;

/** Step 6. All roads are open at the same time; the first that succeeds wins, and the provider's refusal ends it. */
export function beginSignIn(
	context: TaskContext,
	record: GrantRecord,
	onProgress: (progress: SignInProgress) => void,
): SignIn {
	const {services} = context;
	const {grant} = record;
	const provider = services.providers[grant.provider];
	const settings = settingsOf(grant, services.providers);
	const secrets = services.secrets.read(grant.name);
	const client = oauthClient(services, record, secrets);
	const fits = fitOf('sign-in', record, services.providers);
	const pending =
		resumable(secrets.pending, fits, settings.redirectUri, services.now()) ??
		services.oauth.begin(settings.redirectUri, fits, services.now());
	const endsAt = pending.startedAt + lifetimeMs;

	// Ends every road that is still open when one has won.
	const roads = new AbortController();
	const signal = AbortSignal.any([context.signal, roads.signal]);
	const call = {...context, signal};
	const ended = Promise.withResolvers<End>();
	let server: CallbackServer | undefined;

	let progress: SignInProgress = {
		authorizationUrl: services.oauth.authorizationUrl(client, pending, grant.mailbox),
		redirectUri: settings.redirectUri,
		endsAt,
		callback: {is: 'closed', why: 'starting'},
		tunnel: services.terminal.tunnel(grant.callbackPort),
		device: deviceRoad(),
		phase: 'waiting',
	};
	const show = (change: Partial<SignInProgress>) => {
		progress = {...progress, ...change};
		onProgress(progress);
	};

	function deviceRoad(): SignInProgress['device'] {
		if (!provider.flows.includes('device')) {
			return {
				is: 'not offered',
				why: provider.withoutDevice ?? `${provider.label} has no device codes.`,
			};
		}
		if (!settings.deviceUrl) return {is: 'not offered', why: 'No Device URL is set in step 1.'};
		return {is: 'offered'};
	}

	async function redeem(code: string, road: Road, isStateKnown: boolean) {
		show({phase: 'exchanging', pasteProblem: undefined});
		const result = await services.oauth.exchangeCode(client, code, pending, call);
		if (!result.ok && !isStateKnown) {
			// Whatever was pasted without its state may have been no code at all; the other roads stay open.
			const {title, cause} = diagnoseFor(context, record, result.failure);
			show({phase: 'waiting', pasteProblem: `${title}. ${cause} Paste the whole address.`});
			return;
		}
		ended.resolve({road, result});
	}

	function refuse(redirected: Extract<Redirected, {error: string}>, road: Road) {
		const {error, description, subtype} = redirected;
		const failure: Failure = {
			stage: 'authorize',
			message: description ?? error,
			oauth: {error, description, subtype, errorCodes: numbersIn(description)},
		};
		ended.resolve({road, result: {ok: false, failure}});
	}

	function arrive(redirected: Redirected, road: Road) {
		if ('error' in redirected) return refuse(redirected, road);
		redeem(redirected.code, road, true).catch(ended.reject);
	}

	async function listen() {
		let requests = 0;
		const listening = await services.oauth.listen({
			redirectUri: settings.redirectUri,
			state: pending.state,
			signal,
			onRequest() {
				requests++;
				if (progress.callback.is === 'listening') show({callback: {is: 'listening', requests}});
			},
		});
		if (!listening.ok) {
			const {title, fix} = diagnoseFor(context, record, listening.failure);
			show({callback: {is: 'closed', why: [title, fix[0]].filter(Boolean).join('. ')}});
			return;
		}
		server = listening.value;
		show({callback: {is: 'listening', requests}});
		arrive(await server.redirected, 'browser');
	}

	async function waitForDevice() {
		show({device: {is: 'asking'}});
		const deviceClient = oauthClient(services, record, secrets, 'device');
		const code = await services.oauth.requestDeviceCode(deviceClient, call);
		if (!code.ok) return endDevice(code.failure);
		const {userCode, verificationUri, expiresAt} = code.value;
		show({device: {is: 'waiting', userCode, verificationUri, endsAt: expiresAt}});
		const result = await services.oauth.pollDevice(deviceClient, code.value, call);
		if (!result.ok) return endDevice(result.failure);
		ended.resolve({road: 'device', result});
	}

	/** A device code that ends leaves the other roads open. */
	function endDevice(failure: Failure) {
		const {title, cause} = diagnoseFor(context, record, failure);
		show({device: {is: 'ended', why: `${title}. ${cause}`}});
	}

	function startDevice() {
		const {is} = progress.device;
		if (is === 'offered' || is === 'ended') quietly(waitForDevice());
	}

	function paste(text: string) {
		if (progress.phase === 'exchanging') return;
		const pasted = parseRedirected(text, {state: pending.state, redirectUri: pending.redirectUri});
		switch (pasted.type) {
			case 'code':
				quietly(redeem(pasted.code, 'paste', pasted.isStateKnown));
				return;
			case 'error':
				refuse(pasted, 'paste');
				return;
			case 'old-attempt':
			case 'not-yet':
			case 'elsewhere':
			case 'empty':
			case 'unreadable':
				show({pasteProblem: pasted.text});
		}
	}

	/** Bugs end the sign-in and are told; the end of a road that lost is not one. */
	function quietly(work: Promise<void>) {
		work.catch(error => {
			if (!signal.aborted) ended.reject(error);
		});
	}

	async function run(): Promise<Evidence> {
		await services.secrets.update(grant.name, latest => ({...latest, pending}));
		const timer = setTimeout(() => roads.abort('over'), Math.max(0, endsAt - services.now()));
		const stopped = Promise.withResolvers<never>();
		const stop = () => stopped.reject(context.signal.aborted ? context.signal.reason : 'over');
		signal.addEventListener('abort', stop, {once: true});
		if (signal.aborted) stop();
		try {
			onProgress(progress);
			quietly(listen());
			if (grant.flow === 'device') startDevice();
			const end = await Promise.race([ended.promise, stopped.promise]);
			signal.removeEventListener('abort', stop);
			const evidence = await conclude(end);
			await server?.answer({
				ok: evidence.outcome === 'proved',
				message: evidence.diagnosis
					? `${evidence.diagnosis.title}. ${evidence.diagnosis.cause}`
					: evidence.summary,
			});
			return evidence;
		} catch (error) {
			if (error !== 'over') throw error;
			await forget();
			return failed({diagnosis: overdue, fits});
		} finally {
			clearTimeout(timer);
			roads.abort('ended');
			await server?.close();
		}
	}

	async function conclude({road, result}: End): Promise<Evidence> {
		if (!result.ok) {
			await forget();
			return failed({diagnosis: diagnoseFor(context, record, result.failure), fits});
		}
		return acceptTokens(context, record, {road, tokens: result.value, fits});
	}

	const forget = () => services.secrets.update(grant.name, ({pending: _, ...latest}) => latest);

	function failed({diagnosis, fits}: {diagnosis: Diagnosis; fits: string}): Evidence {
		return {at: services.now(), outcome: 'failed', fits, summary: diagnosis.title, diagnosis};
	}

	return {paste, startDevice, done: run()};
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

function numbersIn(description: string | undefined): number[] {
	return [...(description ?? '').matchAll(/AADSTS(\d{4,8})/g)].map(match => Number(match[1]));
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
