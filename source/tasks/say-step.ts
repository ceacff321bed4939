import type {GrantRecord} from '../checklist/grant-record.js';
import type {SaidStep} from '../checklist/said-step.js';
import {fitOf} from '../checklist/steps.js';
import type {Services} from '../services.js';
import {readRecord, saveEvidence} from './grants.js';

/** Keeps the admin's word that a step is done, with the reason where one is given. What was found before stays to be seen. */
export async function sayStep(
	services: Services,
	{grant}: GrantRecord,
	step: SaidStep,
	summary = 'you said so',
): Promise<GrantRecord> {
	const record = readRecord(services, grant.name);
	const fits = fitOf(step, record, services.providers);
	const before = record.evidence[step];
	return saveEvidence(services, grant.name, step, {
		at: services.now(),
		outcome: 'said',
		fits,
		summary,
		...(before?.fits === fits && before.report && {report: before.report}),
	});
}

/** Takes back what was said or found of a step. */
export async function unsayStep(
	services: Services,
	{grant}: GrantRecord,
	step: SaidStep,
): Promise<GrantRecord> {
	const {facts: _, ...stored} = readRecord(services, grant.name);
	const {[step]: _before, ...evidence} = stored.evidence;
	await services.grants.write({...stored, evidence});
	return readRecord(services, grant.name);
}
