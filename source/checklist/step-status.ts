import type {Providers} from '../providers/provider.js';
import type {Evidence} from './evidence.js';
import type {GrantRecord} from './grant-record.js';
import {type StepId, stepNumber} from './step-id.js';
import {fitOf, missingSettings, stepOf, steps} from './steps.js';

/** Computed from what is true, never stored. */
export type StepStatus =
	| {readonly is: 'done'; readonly evidence?: Evidence; readonly summary: string}
	| {readonly is: 'failed'; readonly evidence: Evidence; readonly summary: string}
	/** Was proved, for other values than today's. */
	| {readonly is: 'stale'; readonly evidence: Evidence; readonly summary: string}
	| {readonly is: 'needs you'; readonly evidence?: Evidence; readonly summary: string}
	| {readonly is: 'waiting'; readonly summary: string}
	| {readonly is: 'left out'; readonly summary: string};

export function statusOf(
	id: StepId,
	record: GrantRecord | undefined,
	providers: Providers,
): StepStatus {
	const step = stepOf(id);
	if (!record) return id === 'provider' ? {is: 'needs you', summary: ''} : after('provider');
	const leftOut = step.leftOut?.(record, providers);
	if (leftOut) return {is: 'left out', summary: leftOut};
	if (id === 'provider') return providerStatus(record, providers);
	const evidence = record.evidence[id];
	if (evidence?.outcome === 'open' && evidence.fits === fitOf(id, record, providers)) {
		return {is: 'needs you', evidence, summary: evidence.summary};
	}
	// What was only begun, for other values than today's, is nothing to speak of.
	if (evidence && evidence.outcome !== 'open') {
		if (evidence.fits !== fitOf(id, record, providers)) {
			return {is: 'stale', evidence, summary: 'values have changed since'};
		}
		if (evidence.outcome === 'failed') return {is: 'failed', evidence, summary: evidence.summary};
		return {is: 'done', evidence, summary: evidence.summary};
	}
	const proof = step.provedBy?.(record);
	if (proof && statusOf(proof, record, providers).is === 'done') {
		return {is: 'done', summary: `proved by step ${stepNumber(proof)}`};
	}
	const blocker = step.after.find(other => !isPassed(statusOf(other, record, providers)));
	return blocker ? after(blocker) : {is: 'needs you', summary: partlyDone(id, record)};
}

/** Whether later steps may go on. */
export const isPassed = (status: StepStatus) => status.is === 'done' || status.is === 'left out';

/** The step where Enter goes: the first that failed, is stale or needs somebody; undefined when all is done. */
export function nextStep(
	record: GrantRecord | undefined,
	providers: Providers,
): StepId | undefined {
	return steps.find(step => {
		const {is} = statusOf(step.id, record, providers);
		return is === 'failed' || is === 'stale' || is === 'needs you';
	})?.id;
}

/** How many of the steps that are not left out are done. */
export function progressOf(record: GrantRecord | undefined, providers: Providers) {
	const statuses = steps.map(step => statusOf(step.id, record, providers));
	return {
		done: statuses.filter(status => status.is === 'done').length,
		failed: statuses.filter(status => status.is === 'failed').length,
		of: statuses.filter(status => status.is !== 'left out').length,
	};
}

function providerStatus(record: GrantRecord, providers: Providers): StepStatus {
	const missing = missingSettings(record, providers);
	if (missing.length > 0) return {is: 'needs you', summary: `missing: ${missing.join(', ')}`};
	const {grant} = record;
	const services = [
		...(grant.incoming === 'none' ? [] : [`${grant.incoming.toUpperCase()} in`]),
		...(grant.outgoing === 'none' ? [] : [`${grant.outgoing.toUpperCase()} out`]),
	];
	if (services.length === 0) return {is: 'needs you', summary: 'choose incoming, outgoing or both'};
	return {is: 'done', summary: services.join(', ')};
}

const after = (id: StepId): StepStatus => ({is: 'waiting', summary: `after ${stepNumber(id)}`});

function partlyDone(id: StepId, record: GrantRecord): string {
	if (id === 'register' && record.ticks.length > 0)
		return `${record.ticks.length} actions ticked off`;
	if (id === 'sign-in' && record.facts.pendingSince !== undefined)
		return 'begun; the address can still be pasted';
	return '';
}
