import {counted} from '../counted.js';
import {createLines} from '../diagnosis/scan/lines.js';
import {createScanner, type Finding, type Scanned} from '../diagnosis/scan/scan.js';
import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {ProviderId} from '../grant.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';

/** What the failures in a message, a page or a log mean: of the arguments, else of standard input. */
export async function explain(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, options} = invocation;
	const scanned = await scan(invocation, providerOf(options.provider));
	const {findings} = scanned;
	if (isJson) {
		output.json(findings.map(findingJson));
		return findings.length > 0 ? 0 : 1;
	}
	if (findings.length === 0) {
		output.tell(nothingFound(scanned));
		return 1;
	}
	for (const [index, finding] of findings.entries()) {
		output.print([...(index > 0 ? [''] : []), ...findingLines(finding, scanned)].join('\n'));
	}
	if (scanned.isCapped) {
		output.tell(
			`There are more kinds of failures than the ${findings.length} above. Read a part of the log for the others.`,
		);
	}
	return 0;
}

async function scan(invocation: Invocation, provider: ProviderId | undefined): Promise<Scanned> {
	const {input, output, signal} = invocation;
	const scanner = createScanner(provider);
	const lines = createLines(scanner.add);
	if (invocation.arguments.length > 0) lines.add(invocation.arguments.join(' '));
	else {
		if (input.isTerminal) output.tell('Paste the message or the log, then press Enter and Ctrl+D.');
		await input.readChunks(signal, lines.add);
	}
	lines.end();
	return scanner.end();
}

function providerOf(text: string | true | undefined): ProviderId | undefined {
	if (typeof text !== 'string') return undefined;
	const parsed = fields.provider.parse(text);
	if ('error' in parsed) throw new UserError(`--provider: ${parsed.error}`, [howTo], 2);
	return parsed.value as ProviderId | undefined;
}

const howTo = 'How it is used: mailgrant explain --help';

function nothingFound({lineCount}: Scanned): string {
	if (lineCount === 0) {
		return `There is no text to explain.\n  Give it as an argument, or: mailgrant explain < FILE\n  ${howTo}`;
	}
	return `Nothing in ${counted(lineCount, 'line')} is a failure that mailgrant knows.\n  Give the server’s own words, with the lines before them; --provider helps where it is not named.`;
}

function findingLines(finding: Finding, {lineCount}: Scanned): string[] {
	const {diagnosis, provider, stage, matched, count} = finding;
	const [first, last] = finding.lines;
	const where = first === last ? `line ${first}` : `lines ${first} to ${last}`;
	const facts = [
		...(lineCount > 1 ? [`${counted(count, 'time')}, ${where}`] : []),
		sureness[diagnosis.confidence],
		provider === 'any' ? stage : `${provider}, ${stage}`,
	];
	const [title = '', ...rest] = diagnosisLines(diagnosis);
	const isSaid = matched === diagnosis.said;
	return [title, `  (${facts.join('; ')})`, ...(isSaid ? [] : [`  Found: ${matched}`]), ...rest];
}

const sureness = {certain: 'certain', likely: 'likely', possible: 'one of several causes'} as const;

/** One element of what `explain --json` prints. */
function findingJson({diagnosis, provider, stage, matched, count, lines}: Finding) {
	const {said, ...known} = diagnosisJson(diagnosis);
	const {confidence} = diagnosis;
	return {matched, ...known, provider, stage, confidence, count, lines, said};
}
