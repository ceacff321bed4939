import type {Evidence} from '../../source/checklist/evidence.js';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {SignInProgress} from '../../source/checklist/state.js';
import type {Diagnosis} from '../../source/diagnosis/diagnosis.js';
import {createOAuth} from '../../source/oauth/oauth.js';
import {faultOf} from '../../source/practice/fault-of.js';
import {checkClient} from '../../source/tasks/check-client.js';
import {checkServices} from '../../source/tasks/check-services.js';
import type {TaskContext} from '../../source/tasks/context.js';
import {freshToken} from '../../source/tasks/fresh-token.js';
import {readRecord, saveEvidence} from '../../source/tasks/grants.js';
import {beginSignIn} from '../../source/tasks/sign-in/sign-in.js';
import {testIncoming} from '../../source/tasks/test-incoming.js';
import {testOutgoing} from '../../source/tasks/test-outgoing.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';

/** Where an admin runs into a failure. */
export type Road =
	| 'services'
	| 'client'
	| 'sign-in'
	| 'device'
	| 'refresh'
	| 'incoming'
	| 'outgoing';

export type Met = {
	readonly road: Road;
	readonly diagnosis: Diagnosis;
	/** Where several hosts were asked: what became of each. */
	readonly hosts: readonly (string | undefined)[];
};

/** Walks from the first check to a sent message with a fault of the catalogue switched on, as an admin of its provider would, and gives the first failure that is met; undefined when all goes well, as with `none`. */
export async function meet(id: string): Promise<Met | undefined> {
	const world = await practiceWorld();
	try {
		return await walk(world, id);
	} finally {
		await world.close();
	}
}

async function walk(world: PracticeWorld, id: string): Promise<Met | undefined> {
	const isDevice = /^(?:ms-dc-|g-device-)/.test(id);
	const record = await world.grant({
		provider: providerOf(id),
		incoming: /-pop-/.test(id) ? 'pop3' : 'imap',
		flow: isDevice ? 'device' : 'browser',
	});
	const context: TaskContext = {
		...world.context,
		// What never answers is not worth a long wait.
		timeoutMs: id === 'net-silent' ? 300 : world.context.timeoutMs,
		services: {...world.services, oauth: createOAuth(impatient())},
	};
	const faults = id === 'none' ? {} : faultOf(id);
	if (!faults) throw new Error(`There is no fault ${id}`);
	world.fault(faults);
	const now = () => readRecord(world.services, record.grant.name);
	const keep = async (step: Parameters<typeof saveEvidence>[2], evidence: Evidence) => {
		await saveEvidence(world.services, record.grant.name, step, evidence);
		return evidence.diagnosis;
	};
	const roads: readonly (readonly [Road, () => Promise<Diagnosis | undefined>])[] = [
		['services', async () => keep('services', await checkServices(context, now()))],
		['client', async () => keep('client', await checkClient(context, now()))],
		isDevice
			? ['device', () => signInByDevice(context, now())]
			: ['sign-in', async () => keep('sign-in', await signInByBrowser(world, context, now()))],
		['refresh', () => refreshed(world, context, now())],
		['incoming', async () => keep('incoming', await testIncoming(context, now()))],
		[
			'outgoing',
			async () => keep('outgoing', await testOutgoing(context, now(), {roundTrip: true})),
		],
	];
	for (const [road, go] of roads) {
		const diagnosis = await go();
		if (!diagnosis) continue;
		const report = now().evidence.services?.report;
		const hosts = report?.type === 'services' ? report.services : [];
		return {road, diagnosis, hosts: hosts.map(host => host.diagnosis?.id)};
	}
	return undefined;
}

/** mailgrant asks Google for no device code; who enters Google's addresses as a provider of their own does. */
const providerOf = (id: string) => {
	if (id === 'g-device-scope') return 'custom';
	return id.startsWith('g-') ? 'google' : 'microsoft';
};

/** A clock on which minutes pass while nobody waits. */
function impatient() {
	let passedMs = 0;
	return {
		now: () => Date.now() + passedMs,
		pause: async (ms: number) => {
			passedMs += Math.max(ms, 180_000);
		},
	};
}

/** In the browser, which comes back by itself; where it stays on a page, what that says is pasted. */
async function signInByBrowser(
	{practice}: PracticeWorld,
	context: TaskContext,
	record: GrantRecord,
): Promise<Evidence> {
	const listening = Promise.withResolvers<string>();
	let problem = '';
	const signing = beginSignIn(context, record, progress => {
		problem = progress.pasteProblem ?? '';
		if (progress.callback.is === 'listening') listening.resolve(progress.authorizationUrl);
	});
	await practice.practice.playBrowser(await listening.promise, record.grant.mailbox, text => {
		signing.paste(text);
		if (problem !== '') throw new Error(`Pasting the page came to: ${problem}`);
	});
	return signing.done;
}

/** On another device; the road ends with a diagnosis, while the browser's stays open. */
async function signInByDevice(
	context: TaskContext,
	record: GrantRecord,
): Promise<Diagnosis | undefined> {
	const controller = new AbortController();
	const ended = Promise.withResolvers<Diagnosis | undefined>();
	const signal = AbortSignal.any([context.signal, controller.signal]);
	const onProgress = ({device}: SignInProgress) => {
		if (device.is === 'ended') ended.resolve(device.diagnosis);
	};
	const signing = beginSignIn({...context, signal}, record, onProgress);
	const done = signing.done.then(({diagnosis}) => diagnosis);
	done.catch(() => {});
	const diagnosis = await Promise.race([ended.promise, done]);
	controller.abort(new Error('walked on'));
	await done.catch(() => {});
	return diagnosis;
}

/** The access token has ended when the next one is wanted. */
async function refreshed(
	{services}: PracticeWorld,
	context: TaskContext,
	record: GrantRecord,
): Promise<Diagnosis | undefined> {
	await services.secrets.update(record.grant.name, secrets => ({
		...secrets,
		tokens: secrets.tokens && {...secrets.tokens, expiresAt: services.now()},
	}));
	const token = await freshToken(context, record);
	return token.ok ? undefined : token.diagnosis;
}
