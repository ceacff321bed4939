import type {GrantRecord} from '../checklist/grant-record.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import {maskSecrets} from '../diagnosis/said.js';
import {createScanner} from '../diagnosis/scan/scan.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import type {Exported, Trial} from '../export/program.js';
import type {TaskContext} from './context.js';
import {diagnoseFor} from './diagnose-for.js';
import {freshToken} from './fresh-token.js';

/** What came of running a program with its exported configuration. */
export type Tried = {
	readonly is: 'worked' | 'failed' | 'missing' | 'untried';
	readonly sentence: string;
	readonly nextSteps: readonly string[];
	/** What the program said, where it failed. */
	readonly said?: string;
	/** What that means, where it is known. */
	readonly diagnosis?: Diagnosis;
};

/** A program waits several times: for the token, the connection, the sign-in, the answer to each command. */
const waits = 6;

/** Runs the program itself with the configuration, as far as it is installed and can be tried. */
export async function tryExport(
	context: TaskContext,
	record: GrantRecord,
	{trial}: Exported,
): Promise<Tried> {
	const {services, signal, timeoutMs} = context;
	if ('why' in trial) return {is: 'untried', sentence: trial.why, nextSteps: []};
	const path = await services.programs.find(trial.program);
	if (path === undefined) {
		return {
			is: 'missing',
			sentence: `${trial.program} is not installed.`,
			nextSteps: [`Debian has it: apt-get install ${trial.package}`],
		};
	}
	const handed = services.programs.handedKey();
	if (handed !== undefined) {
		return {
			is: 'untried',
			sentence: `${trial.program} would get no token: it has no ${handed} to hand over.`,
			// The notes of the export say what to do.
			nextSteps: [],
		};
	}
	// Without a token the program could only say that its command failed.
	const fresh = await freshToken(context, record);
	if (!fresh.ok) {
		return {
			is: 'failed',
			sentence: `${trial.program} was not started: there is no token for it.`,
			nextSteps: [],
			diagnosis: fresh.diagnosis,
		};
	}
	const deadlineMs = waits * timeoutMs;
	const ran = await services.programs.run(path, trial, {signal, timeoutMs: deadlineMs});
	if (ran.ok && !trial.failed?.test(ran.said)) {
		return {is: 'worked', sentence: trial.worked, nextSteps: []};
	}
	const heard = ran.said.replaceAll(fresh.accessToken, '…');
	return {
		is: 'failed',
		sentence: ran.isTimedOut
			? `${trial.program} did not end within ${Math.round(deadlineMs / 100) / 10} s.`
			: `${trial.program} failed.`,
		nextSteps: [],
		said: maskSecrets(heard),
		diagnosis: explained(context, record, {trial, heard, accessToken: fresh.accessToken}),
	};
}

/** The failure that explains best what a program said. */
function explained(
	context: TaskContext,
	record: GrantRecord,
	{
		trial: {refused},
		heard,
		accessToken,
	}: {readonly trial: Trial; readonly heard: string; readonly accessToken: string},
): Diagnosis | undefined {
	const words = refused?.words.exec(heard)?.[0];
	if (refused && words !== undefined) {
		const {protocol} = refused;
		const response = {status: protocol === 'imap' ? 'NO' : '-ERR', code: 'AUTHENTICATIONFAILED'};
		const failure = {stage: protocol, protocol, response, message: words.trim()};
		return diagnoseFor(context, record, failure, tokenFacts(accessToken));
	}
	const scanner = createScanner(record.grant.provider);
	for (const line of heard.split('\n')) scanner.add(line);
	return scanner.end().findings[0]?.diagnosis;
}
