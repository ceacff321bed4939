import type {SecretFacts} from '../../source/checklist/grant-record.js';
import {UserError} from '../../source/errors.js';
import {type NotifyState, nobodyIsTold} from '../../source/notify/notify-state.js';
import type {Tokens} from '../../source/oauth-port.js';
import type {Outcome} from '../../source/outcome.js';
import {providers} from '../../source/providers/providers.js';
import {LookoutLost} from '../../source/refresh/lookout-lost.js';
import type {WatchEvent} from '../../source/refresh/watch-event.js';
import type {Secrets} from '../../source/secrets.js';
import type {Services} from '../../source/services.js';
import {createLookout} from '../../source/tasks/lookout.js';
import {watchGrants} from '../../source/tasks/watch-grants.js';
import type {Watch} from '../../source/watch-port.js';
import {grantWith} from '../helpers/records.js';

const hourMs = 3_600_000;
const revoked: Outcome<Tokens> = {
	ok: false,
	failure: {
		stage: 'refresh',
		message: 'gone',
		oauth: {error: 'invalid_grant', description: 'gone', httpStatus: 400},
	},
};
const unreachable: Outcome<Tokens> = {
	ok: false,
	failure: {stage: 'network', message: 'refused', code: 'ECONNREFUSED'},
};

/** The watcher over fakes that record, in a time that only moves when it is told to. */
export function watchWorld(names: readonly string[]) {
	let now = Date.UTC(2026, 10, 24, 12);
	let elapsed = 0;
	let grants = names.map(name => grantWith({name, tenant: 'acme.com', clientId: 'client'}));
	const stored = new Map<string, Secrets>();
	const files = new Map<string, string>();
	const events: (WatchEvent & {readonly at: number})[] = [];
	const requests: {readonly name: string; readonly at: number}[] = [];
	const commands: string[] = [];
	let isDown = false;
	let isStoreAway = false;
	let isDeaf = false;
	let isAwake = false;
	let looks = 0;
	/** What looks at grants can't be reached, or can't open the store. */
	let lost: LookoutLost | UserError | undefined;
	let notified: NotifyState = nobodyIsTold;
	const mails: {readonly user: string; readonly subject: string; readonly at: number}[] = [];
	const dead = new Set<string>();
	let busy = 0;
	let busiest = 0;
	const timers = new Map<object, {readonly at: number; readonly call: () => void}>();
	const controller = new AbortController();
	let on: Parameters<Watch['changes']>[0] = {settings() {}, tokens() {}, connection() {}};

	const tokens = (name: string, obtainedAt: number): Tokens => ({
		accessToken: `${name} of ${obtainedAt}`,
		refreshToken: name,
		obtainedAt,
		expiresAt: obtainedAt + hourMs,
		scopes: [],
		flow: 'browser',
	});
	const signIn = (name: string, obtainedAt = now) =>
		stored.set(name, {
			clientSecret: {value: 'secret', setAt: 0},
			tokens: tokens(name, obtainedAt),
		});
	const services = {
		now: () => now,
		providers,
		grants: {
			directory: '/store',
			list: () => grants.map(grant => ({grant, evidence: {}, ticks: []})),
		},
		secrets: {
			read: (name: string) => stored.get(name) ?? {},
			readTokens: (name: string) => {
				const {tokens, renewal} = stored.get(name) ?? {};
				return {tokens, renewal};
			},
			updateTokens: async (name: string, change: (kept: Secrets) => Secrets) => {
				const after = change(stored.get(name) ?? {});
				stored.set(name, {clientSecret: stored.get(name)?.clientSecret, ...after});
				return after;
			},
			exclusively: (_: string, work: () => Promise<unknown>) =>
				isStoreAway ? Promise.reject(new UserError('The store is away.')) : work(),
			facts: (name: string): SecretFacts => {
				const {tokens, renewal} = stored.get(name) ?? {};
				return {
					tokens: tokens && {...tokens, hasRefreshToken: true},
					renewalFailure: renewal?.failure && {
						...renewal.failure,
						title: renewal.failure.diagnosis.title,
						needsPerson: renewal.failure.retryAt === undefined,
					},
				};
			},
		},
		host: {name: 'mail7', user: 'mailgrant', command: 'mailgrant'},
		notify: {
			read: async () => notified,
			update: async (change: (state: NotifyState) => NotifyState) => {
				notified = change(notified);
				return notified;
			},
			exclusively: (work: () => Promise<unknown>) => work(),
		},
		mail: {
			send: async ({user}: {readonly user: string}, {subject}: {readonly subject: string}) => {
				if (isDeaf) return {layers: [], failure: {stage: 'send', message: 'deaf', code: 'DEAF'}};
				mails.push({user, subject, at: now});
				return {layers: [], messageId: '<1>'};
			},
		},
		oauth: {
			refresh: async (_: unknown, {refreshToken = ''}: Tokens): Promise<Outcome<Tokens>> => {
				requests.push({name: refreshToken, at: now});
				busiest = Math.max(busiest, ++busy);
				await new Promise(resolve => setImmediate(resolve));
				busy--;
				if (isDown) return unreachable;
				return dead.has(refreshToken) ? revoked : {ok: true, value: tokens(refreshToken, now)};
			},
		},
	} as unknown as Services;
	const watch: Watch = {
		tokenFiles: {
			directory: '/run',
			fileOf: grant => `/run/${grant}`,
			write: (grant, token) => void files.set(grant, token),
			remove: grant => void files.delete(grant),
			sweep(names) {
				const gone = [...files.keys()].filter(name => !names.includes(name));
				for (const name of gone) files.delete(name);
				return gone;
			},
		},
		command: async ({grant, file}) => void commands.push(`${grant} ${file}`),
		changes(given) {
			on = given;
			return () => {};
		},
		keyOf: grant => grant,
		now: () => now,
		elapsed: () => elapsed,
		after(ms, call) {
			const timer = {};
			timers.set(timer, {at: elapsed + ms, call});
			return () => void timers.delete(timer);
		},
	};

	/** Until nothing but timers is left. */
	async function settle(turns = 20) {
		for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
	}

	/** Lets time pass, from timer to timer. */
	async function pass(ms: number) {
		const end = elapsed + ms;
		for (;;) {
			await settle();
			const [next] = [...timers].sort(([, one], [, other]) => one.at - other.at);
			if (!next || next[1].at > end) break;
			const [timer, {at, call}] = next;
			timers.delete(timer);
			now += Math.max(0, at - elapsed);
			elapsed = Math.max(elapsed, at);
			call();
		}
		now += end - elapsed;
		elapsed = end;
		await settle();
	}

	let ended: Promise<void> | undefined;
	return {
		hourMs,
		events,
		files,
		requests,
		commands,
		stored,
		timers,
		signIn,
		pass,
		settle,
		now: () => now,
		busiest: () => busiest,
		looks: () => looks,
		setClock: (ms: number) => {
			now += ms;
		},
		setDown: (down: boolean) => {
			isDown = down;
		},
		/** The store that hosts share, of which only what was read of it is left. */
		setStoreAway(away: boolean) {
			isStoreAway = away;
			on.connection(away ? {is: 'lost', why: 'away'} : {is: 'up'});
			if (away) return;
			on.settings();
			on.tokens(undefined);
		},
		mails,
		/** Names who is told. */
		tell: (to: string) => {
			notified = {...notified, settings: {to: [to]}};
		},
		setDeaf: (deaf: boolean) => {
			isDeaf = deaf;
		},
		setLost(why: string | undefined, retryMs = 5000) {
			lost = why === undefined ? undefined : new LookoutLost(why, retryMs);
		},
		setUnopened(why: string) {
			lost = new UserError(why);
		},
		/** Whether looks share a process that has been started. */
		setAwake: (awake: boolean) => {
			isAwake = awake;
		},
		kill: (name: string) => void dead.add(name),
		revive: (name: string) => void dead.delete(name),
		setGrants: (list: readonly string[]) => {
			grants = list.map(name => grantWith({name, tenant: 'acme.com', clientId: 'client'}));
		},
		changed: () => on.settings(),
		tokensChanged: (key: string) => on.tokens(key),
		start(chosen: readonly string[] = []) {
			const {signal} = controller;
			const timeoutMs = 1000;
			const lookout = createLookout({services, signal, timeoutMs}, watch);
			const orLost = async <Value>(ask: () => Promise<Value>) => {
				if (lost) throw lost;
				return ask();
			};
			ended = watchGrants({
				names: chosen,
				watch,
				lookout: {
					...lookout,
					visit: take => orLost(() => lookout.visit(take)),
					look: wish => {
						looks++;
						return orLost(() => lookout.look(wish));
					},
					tellAdmin: () => orLost(lookout.tellAdmin),
					isAwake: () => isAwake,
				},
				signal,
				timeoutMs,
				log: event => events.push({...event, at: now}),
			});
			return settle(200);
		},
		stop() {
			controller.abort(new Error('stopped'));
			return ended;
		},
		told: (event: WatchEvent['event']) => events.filter(one => one.event === event),
	};
}
