import type {GrantRecord} from '../checklist/grant-record.js';
import {stepNumber} from '../checklist/step-id.js';
import {progressOf, statusOf} from '../checklist/step-status.js';
import {steps} from '../checklist/steps.js';
import type {Providers} from '../providers/provider.js';
import {chosenRecords} from './chosen-records.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {table} from './list.js';
import {tellFileSystem} from './tell-file-system.js';
import {diagnosisJson} from './write-diagnosis.js';

/** The checklist of each grant, from what was found before; asks nobody. */
export async function status(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, world} = invocation;
	const services = await world.openServices();
	const {providers} = services;
	tellFileSystem(services, output);
	const records =
		isJson && invocation.arguments.length === 0
			? services.grants.list().length === 0
				? []
				: chosenRecords(services, [])
			: chosenRecords(services, invocation.arguments);
	if (isJson) output.json(records.map(record => statusJson(record, providers)));
	else
		output.print(records.map(record => statusText(record, providers, services.now())).join('\n\n'));
	return records.some(record => progressOf(record, providers).failed > 0) ? 1 : 0;
}

/** The shape of a grant in `--json`. No secret, and no part of one. */
export function statusJson(record: GrantRecord, providers: Providers) {
	const {grant, facts} = record;
	const {done, of} = progressOf(record, providers);
	const {tokens} = facts;
	return {
		grant: grant.name,
		provider: grant.provider,
		mailbox: grant.mailbox,
		done,
		of,
		steps: steps.map(({id, title}) => {
			const found = statusOf(id, record, providers);
			const evidence = 'evidence' in found ? found.evidence : undefined;
			return {
				number: stepNumber(id),
				step: id,
				title,
				status: found.is,
				summary: found.summary,
				...(evidence && {at: time(evidence.at)}),
				...(evidence?.diagnosis && {diagnosis: diagnosisJson(evidence.diagnosis)}),
			};
		}),
		clientSecret: facts.clientSecret !== undefined,
		...(grant.secretExpires && {secretExpires: grant.secretExpires}),
		...(tokens && {
			token: {
				expiresAt: time(tokens.expiresAt),
				hasRefreshToken: tokens.hasRefreshToken,
				scopes: tokens.scopes,
				...(tokens.account && {account: tokens.account}),
			},
		}),
		...(facts.renewalFailure && {
			renewal: {
				failedAt: time(facts.renewalFailure.at),
				needsPerson: facts.renewalFailure.needsPerson,
				title: facts.renewalFailure.title,
			},
		}),
	};
}

function statusText(record: GrantRecord, providers: Providers, now: number): string {
	const {grant, facts} = record;
	const {done, of} = progressOf(record, providers);
	const rows = steps.map(({id, title}) => {
		const {is, summary} = statusOf(id, record, providers);
		return [`  ${stepNumber(id)}`, is, title, summary];
	});
	return [
		`${grant.name}: ${providers[grant.provider].label}, ${grant.mailbox}, ${done} of ${of} done`,
		table(rows),
		`  Client secret: ${secretText(record)}`,
		`  Access token: ${tokenText(facts.tokens, now)}`,
		...renewalLines(facts.renewalFailure),
	].join('\n');
}

function secretText({grant, facts}: GrantRecord): string {
	if (!facts.clientSecret) return 'none';
	return grant.secretExpires ? `kept, ends ${grant.secretExpires}` : 'kept';
}

function tokenText(tokens: GrantRecord['facts']['tokens'], now: number): string {
	if (!tokens) return 'none';
	const ends = `${tokens.expiresAt > now ? 'ends' : 'ended'} ${time(tokens.expiresAt)}`;
	return tokens.hasRefreshToken ? `${ends}, is refreshed when needed` : `${ends}, has no successor`;
}

function renewalLines(failure: GrantRecord['facts']['renewalFailure']): string[] {
	if (!failure) return [];
	const outlook = failure.needsPerson ? 'a person is needed' : 'it is tried again';
	return [`  Renewal: failed ${time(failure.at)}, ${outlook}: ${failure.title}`];
}

const time = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
