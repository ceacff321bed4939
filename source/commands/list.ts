import type {GrantRecord} from '../checklist/grant-record.js';
import {stepFor} from '../checklist/step-for.js';
import {type StepId, stepNumber} from '../checklist/step-id.js';
import {nextStep, progressOf, statusOf} from '../checklist/step-status.js';
import type {Providers} from '../providers/provider.js';
import {listRecords} from '../tasks/grants.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** One line a grant: how far it has come, and what is next. */
export async function list({isJson, options, output, world}: Invocation): Promise<ExitCode> {
	if (options.names) {
		for (const name of await world.readNames()) output.print(name);
		return 0;
	}
	const services = await world.openServices();
	const rows = listRecords(services).map(record => rowOf(record, services.providers));
	if (isJson) output.json(rows);
	else if (rows.length === 0) output.tell('No grants yet. Add one: mailgrant add NAME');
	else output.print(table(rows.map(rowTexts)));
	return 0;
}

type Row = {
	readonly grant: string;
	readonly provider: string;
	readonly mailbox: string;
	readonly done: number;
	readonly of: number;
	readonly next?: {readonly step: string; readonly title: string; readonly status: string};
};

function rowOf(record: GrantRecord, providers: Providers): Row {
	const {name, provider, mailbox} = record.grant;
	const {done, of} = progressOf(record, providers);
	const next = nextStep(record, providers);
	return {
		grant: name,
		provider,
		mailbox,
		done,
		of,
		...(next && {
			next: {
				step: next,
				title: titleOf(next, record),
				status: statusOf(next, record, providers).is,
			},
		}),
	};
}

const titleOf = (step: StepId, record: GrantRecord) =>
	`${stepNumber(step)} ${stepFor(step, record).title}`;

function rowTexts({grant, provider, mailbox, done, of, next}: Row): string[] {
	const left = next ? `${next.status}: ${next.title}` : 'all done';
	return [grant, provider, mailbox, `${done} of ${of} done`, left];
}

/** Columns as wide as their widest text. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths = rows.reduce<number[]>(
		(widest, row) => row.map((text, column) => Math.max(widest[column] ?? 0, text.length)),
		[],
	);
	return rows
		.map(row => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '))
		.map(line => line.trimEnd())
		.join('\n');
}
