import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createServices} from '../../source/create-services.js';
import type {Faults} from '../../source/practice/faults.js';
import {type PracticeOptions, startPractice} from '../../source/practice/start-practice.js';
import type {TaskContext} from '../../source/tasks/context.js';
import {createGrant, type FieldTexts, saveClientSecret} from '../../source/tasks/grants.js';
import {freePorts} from './free-ports.js';

/** Practice servers and the real services over a directory of their own. */
export async function practiceWorld(options: PracticeOptions = {}) {
	const directory = await mkdtemp(path.join(tmpdir(), 'mailgrant-test-'));
	const practice = await startPractice(options);
	const services = createServices({directory: path.join(directory, 'config'), practice});
	const controller = new AbortController();
	const context: TaskContext = {services, signal: controller.signal, timeoutMs: 5000};
	return {
		practice,
		services,
		context,
		directory,
		abort: () => controller.abort(new Error('stopped')),
		/** A grant that has its IDs and its secret, on a callback port of the system's choice. */
		async grant(texts: FieldTexts = {}) {
			const provider = (texts.provider ?? 'microsoft') as 'microsoft' | 'google' | 'custom';
			const {tenant, clientId, clientSecret} = practice.practice.identity(provider);
			const made = await createGrant(services, {
				name: 'evmail',
				provider,
				mailbox: 'evmail@practice.example',
				...(provider === 'microsoft' && {tenant}),
				clientId,
				callbackPort: String(await freePort()),
				...texts,
			});
			if ('errors' in made) throw new Error(JSON.stringify(made.errors));
			const kept = await saveClientSecret(services, made.record.grant.name, clientSecret);
			if ('error' in kept) throw new Error(kept.error);
			return kept.record;
		},
		fault: (faults: Faults) => practice.faults.set(faults),
		async close() {
			await practice.close();
			await rm(directory, {recursive: true, force: true});
		},
	};
}

export type PracticeWorld = Awaited<ReturnType<typeof practiceWorld>>;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
	const [port = 0] = await freePorts(1);
	return port;
}
