import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {StepId} from '../checklist/step-id.js';
import type {Services} from '../services.js';

/** Keeps what is found of many grants, some at a time: each write is one of all grants. */
export type EvidenceKeeper = {
	/** Resolves at once, or when it and what waits with it is on disk. */
	readonly add: (name: string, step: StepId, evidence: Evidence) => Promise<void>;
	/** Writes what still waits. */
	readonly flush: () => Promise<void>;
};

/** What waits is lost when the process is killed. */
const longestWaitMs = 2000;
/** Of all time, at most so much goes into writes. */
const share = 1 / 20;

export function createEvidenceKeeper({grants, now}: Services): EvidenceKeeper {
	const waiting = new Map<string, GrantRecord['evidence']>();
	let nextAt = now() + longestWaitMs;

	async function flush() {
		if (waiting.size === 0) return;
		const begunAt = now();
		// Read afresh: somebody may have changed or removed grants meanwhile.
		const records = grants.list().flatMap(record => {
			const found = waiting.get(record.grant.name);
			return found ? [{...record, evidence: {...record.evidence, ...found}}] : [];
		});
		waiting.clear();
		await grants.writeAll(records);
		const endedAt = now();
		nextAt = endedAt + Math.max(longestWaitMs, (endedAt - begunAt) / share);
	}

	return {
		async add(name, step, evidence) {
			waiting.set(name, {...waiting.get(name), [step]: evidence});
			if (now() >= nextAt) await flush();
		},
		flush,
	};
}
