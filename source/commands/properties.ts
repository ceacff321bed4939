import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import type {PropertiesReport} from '../extraview/properties/review.js';
import {propertiesTemplate} from '../extraview/properties/template.js';
import type {PropertiesFile} from '../extraview-port.js';
import type {Services} from '../services.js';
import {readRecord, saveEvidence} from '../tasks/grants.js';
import {
	keepAnswers,
	reviewEvidence,
	reviewProperties,
	reviewSpool,
	spoolPlaceOf,
	writeProperties,
} from '../tasks/properties.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {type PropertiesWish, parseWish} from './properties-wish.js';
import {answersOf, askAnswers} from './property-answers.js';
import {propertiesJson, propertiesText, type Written} from './write-properties.js';

/** Reads, checks and changes the properties of a task of ExtraView's. */
export async function properties(invocation: Invocation): Promise<ExitCode> {
	const {output, isJson, signal, timeoutMs, world} = invocation;
	const wish = parseWish(invocation);
	const services = await world.openServices();
	const record = readRecord(services, wish.name);
	if (wish.isTemplate) {
		const template = propertiesTemplate(wish.task, record.grant, services.providers);
		if (isJson) output.json({grant: record.grant.name, task: wish.task, template});
		else output.print(template.trimEnd());
		return 0;
	}
	const source = await readSource(invocation, services, {
		...wish,
		path: pathOf(invocation, record, wish),
	});
	keepAnswers(services, record, wish.task, answersOf(wish.answers));
	const report = await reviewed(invocation, {services, record, wish, source});
	const place = wish.spool ?? spoolPlaceOf(record.grant, wish.task);
	const spool = place ? await reviewSpool({services, signal, timeoutMs}, record, place) : undefined;
	const written =
		wish.isWrite && source.file ? await write(services, source.file, report) : undefined;
	const after = reviewEvidence(
		services,
		readRecord(services, wish.name),
		written ? {...report, changes: []} : report,
	);
	if (after) await saveEvidence(services, wish.name, wish.task, after);
	if (isJson) output.json(propertiesJson(record.grant.name, report, {spool, written}));
	else output.print(propertiesText(report, {spool, written}));
	if (wish.isCopy) {
		const copied = await copy(services, report);
		output.tell(copied.detail);
		if (copied.how === 'nowhere') return 1;
	}
	const isWrong = report.remarks.some(({level}) => level === 'wrong');
	return report.obstacle !== undefined || isWrong ? 1 : 0;
}

type Source = {readonly text: string; readonly file?: PropertiesFile};

/** The file of the command line, else the grant's own, where nothing is piped in. */
function pathOf(
	{input}: Invocation,
	{grant}: GrantRecord,
	{path, isPiped, task}: PropertiesWish,
): string | undefined {
	if (path !== undefined || isPiped || !input.isTerminal) return path;
	return task === 'evmail' ? grant.evmailFile : grant.batchmailFile;
}

async function readSource(
	{input, output, signal}: Invocation,
	services: Services,
	{path, task}: PropertiesWish,
): Promise<Source> {
	if (path !== undefined) {
		const file = await services.extraview.readProperties(path);
		return {text: file.text, file};
	}
	if (input.isTerminal) {
		const title = task === 'evmail' ? 'EVMail' : 'BatchMail';
		output.tell(`Paste the properties of the ${title} task, then press Enter and Ctrl+D:`);
	}
	return {text: await input.readAll(signal)};
}

/** On a terminal, questions are asked once and their answers kept. */
async function reviewed(
	invocation: Invocation,
	{
		services,
		record,
		wish,
		source,
	}: {
		readonly services: Services;
		readonly record: GrantRecord;
		readonly wish: PropertiesWish;
		readonly source: Source;
	},
): Promise<PropertiesReport> {
	const review = () =>
		reviewProperties(services, record, {
			task: wish.task,
			text: source.text,
			isPaste: source.file === undefined,
			...(wish.emailFromAddress !== undefined && {
				told: {emailFromAddress: wish.emailFromAddress},
			}),
		});
	const report = review();
	const canAsk = invocation.input.isTerminal && !invocation.isJson && source.file !== undefined;
	if (!canAsk || report.obstacle !== undefined || report.questions.length === 0) return report;
	const answers = await askAnswers(invocation, report.questions);
	keepAnswers(services, record, wish.task, answers);
	return review();
}

async function write(
	services: Services,
	file: PropertiesFile,
	report: PropertiesReport,
): Promise<Written> {
	return {path: file.path, ...(await writeProperties(services, file, report))};
}

function copy(services: Services, {patched, obstacle}: PropertiesReport) {
	if (obstacle !== undefined) {
		throw new UserError('Nothing was copied: the text is not whole.', [obstacle]);
	}
	return services.terminal.copy(patched);
}
