import {UserError} from '../errors.js';
import {exportFor} from '../export/export-for.js';
import type {Exported, ProgramId} from '../export/program.js';
import {programIds} from '../export/programs.js';
import {readRecord} from '../tasks/grants.js';
import {type Tried, tryExport} from '../tasks/try-export.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import type {Output} from './output.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';

/** The configuration that makes another program use a grant, on standard output or in a file; tried with the program itself on demand. */
export async function exportGrant(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, signal, timeoutMs, world} = invocation;
	const [name = ''] = invocation.arguments;
	const id = programOf(options.for);
	const services = await world.openServices();
	const record = readRecord(services, name);
	const {providers, programs} = services;
	const made = exportFor(id, record.grant, {...programs, providers});
	if ('unfit' in made) throw new UserError(made.unfit, made.nextSteps);
	const written =
		typeof options.out === 'string'
			? await services.writeFile(options.out, made.text, made.isScript ? 0o700 : 0o600)
			: undefined;
	if (!isJson) tellText(output, made, written);
	const tried = options.verify
		? await tryExport({services, signal, timeoutMs}, record, made)
		: undefined;
	if (isJson) output.json(jsonOf({name, id, made, written, tried}));
	else if (tried) output.tell(triedLines(tried).join('\n'));
	return tried === undefined || tried.is === 'worked' ? 0 : 1;
}

function programOf(text: string | true | undefined): ProgramId {
	const id = programIds.find(one => one === text);
	if (id) return id;
	const howTo = ['How it is used: mailgrant export --help'];
	if (text === undefined) throw new UserError('export lacks its --for PROGRAM.', howTo, 2);
	throw new UserError(`--for takes ${programIds.join(', ')}.`, howTo, 2);
}

/** The text alone on standard output, so that it can be led into the file. */
function tellText(
	output: Output,
	{text, file, isScript, notes}: Exported,
	written: string | undefined,
) {
	if (written === undefined) output.print(text.trimEnd());
	output.tell(
		[
			...(written === undefined ? [] : [`Written: ${written}`]),
			...(file === undefined ? [] : [`It goes into ${file}, mode ${modeOf(isScript)}.`]),
			...notes,
		].join('\n'),
	);
}

const modeOf = (isScript: true | undefined) => (isScript ? '0700' : '0600');

function triedLines({is, sentence, nextSteps, said, diagnosis}: Tried): readonly string[] {
	const isExplained = diagnosis !== undefined;
	return [
		`${is === 'worked' ? 'Verified' : 'Not verified'}: ${sentence}`,
		...nextSteps.map(step => `  ${step}`),
		...(said ? ['  It said:', ...said.split('\n').map(line => `    ${line}`)] : []),
		...(isExplained ? diagnosisLines({...diagnosis, said: ''}, '  ') : []),
	];
}

function jsonOf({
	name,
	id,
	made: {text, file, isScript, notes},
	written,
	tried,
}: {
	readonly name: string;
	readonly id: ProgramId;
	readonly made: Exported;
	readonly written: string | undefined;
	readonly tried: Tried | undefined;
}) {
	return {
		grant: name,
		for: id,
		...(file !== undefined && {file, mode: modeOf(isScript)}),
		text,
		notes,
		...(written !== undefined && {written}),
		...(tried && {
			verified: {
				...tried,
				ok: tried.is === 'worked',
				diagnosis: tried.diagnosis && diagnosisJson(tried.diagnosis),
			},
		}),
	};
}
