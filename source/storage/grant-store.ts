import {isCarriedList} from '../checklist/state.js';
import {steps} from '../checklist/steps.js';
import {clean, stripControls} from '../clean.js';
import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {Drafts, GrantStore, Resume} from '../grant-store-port.js';
import {shellQuote} from '../shell-quote.js';
import {mergeRecords} from './merge-records.js';
import {networkFileSystem} from './network-file-system.js';
import {isRecord} from './shape.js';
import type {Content, StoreFile} from './store-file.js';
import {parseRecord, rawRecord, type StoredRecord} from './stored-record.js';
import {withLockSync} from './with-lock.js';

export type GrantEntry = {readonly raw: unknown; readonly record: StoredRecord};

type Parsed = {
	readonly content: Content;
	readonly entries: readonly GrantEntry[];
	readonly byName: ReadonlyMap<string, GrantEntry>;
};

const longestDraft = 20_000;
const longestList = 3000;
const mostLists = 300;

/** Settings in `grants.json`. Each write reads, changes and writes under a lock, and keeps what other processes changed meanwhile. */
export function createGrantStore(
	file: StoreFile,
	{directory, waitMs}: {readonly directory: string; readonly waitMs: number},
): GrantStore {
	/** Each grant as this process has seen it last, from which its changes are told. */
	const seen = new Map<string, StoredRecord>();

	let last: Parsed | undefined;

	/** Parsed once for each state of the file. */
	function parsed(content: Content): Parsed {
		if (last?.content !== content) {
			const entries = grantEntries(content, file.path);
			const byName = new Map(entries.map(entry => [entry.record.grant.name, entry]));
			last = {content, entries, byName};
		}
		return last;
	}

	function change(work: (content: Content, entries: readonly GrantEntry[]) => Content) {
		file.ensureDirectory();
		withLockSync(file.path, waitMs, () => {
			const content = file.read();
			file.write({...content, ...work(content, parsed(content).entries)});
		});
	}

	const changeEntries = (work: (entries: readonly GrantEntry[]) => readonly unknown[]) =>
		change((_, entries) => ({grants: work(entries)}));

	function list() {
		const records = parsed(file.read()).entries.map(({record}) => record);
		for (const record of records) seen.set(record.grant.name, record);
		return records;
	}

	function writeAll(records: readonly StoredRecord[]) {
		// As the file would give them back: without transcripts and undefined fields, and by the rules.
		const given = records.map(record => asStored(rawRecord(record, undefined), file.path));
		changeEntries(entries => {
			const places = new Map(entries.map(({record}, index) => [record.grant.name, index]));
			const raws = entries.map(entry => entry.raw);
			for (const record of given) {
				const {name} = record.grant;
				const place = places.get(name) ?? raws.length;
				const disk = entries[place];
				const base = seen.get(name);
				const merged =
					disk && base ? mergeRecords({disk: disk.record, base, given: record}) : record;
				seen.set(name, merged);
				places.set(name, place);
				raws[place] = rawRecord(merged, disk?.raw);
			}
			return raws;
		});
	}

	return {
		directory,
		visit(work) {
			for (const {record} of entriesOf(file.read(), file.path)) work(record);
			file.forget();
		},
		networkFileSystem: () => networkFileSystem(directory),
		list,
		read(name) {
			const entry = parsed(file.read()).byName.get(name);
			if (entry) seen.set(name, entry.record);
			return entry?.record;
		},
		write: async record => writeAll([record]),
		writeAll: async records => writeAll(records),
		async rename(from, to) {
			if (from === to) return;
			changeEntries(entries => {
				const index = entries.findIndex(({record}) => record.grant.name === from);
				const entry = entries[index];
				if (!entry) throw noGrant(from);
				if (entries.some(({record}) => record.grant.name === to)) {
					throw new UserError(`There is a grant "${clean(to, 100)}" already.`, [
						'Choose another name.',
					]);
				}
				const renamed = {...entry.record, grant: {...entry.record.grant, name: to}};
				const raw = rawRecord(renamed, entry.raw);
				seen.delete(from);
				seen.set(to, asStored(raw, file.path));
				return entries.map(other => other.raw).with(index, raw);
			});
		},
		async remove(name) {
			seen.delete(name);
			const isIt = ({record}: GrantEntry) => record.grant.name === name;
			if (!parsed(file.read()).byName.has(name)) return;
			changeEntries(entries => entries.filter(entry => !isIt(entry)).map(({raw}) => raw));
		},
		readResume: () => parseResume(file.read().resume),
		writeResume: ({grant, step, carried}) =>
			change(() => ({resume: {grant, step, carried: parseCarried(carried)}})),
		readDrafts: () => parseDrafts(file.read().drafts),
		writeDrafts: drafts => change(() => ({drafts: parseDrafts(drafts)})),
	};
}

/** The grants in a file's content, as they stand there and as they are read. Throws UserError for what can't be. */
export const grantEntries = (content: Content, file: string): readonly GrantEntry[] => [
	...entriesOf(content, file),
];

function* entriesOf(content: Content, file: string): Generator<GrantEntry> {
	const raws = content.grants ?? [];
	if (!Array.isArray(raws)) {
		throw new UserError(`${file}: "grants" is no list.`, [
			'Restore the file from a backup, or mend it by hand (it is JSON).',
		]);
	}
	const names = new Set<string>();
	for (const [index, raw] of raws.entries()) {
		const record = parseRecord(raw, file, index);
		const {name} = record.grant;
		if (names.has(name)) {
			throw new UserError(`${file} holds two grants "${name}".`, [
				'Give one of them another name, or take it out.',
				`The file is JSON; any editor will do: vi ${shellQuote(file)}`,
			]);
		}
		names.add(name);
		yield {raw, record};
	}
}

// Through JSON, as the file does it: fields that are undefined are no fields there.
const asStored = (raw: unknown, file: string) =>
	parseRecord(JSON.parse(JSON.stringify(raw)), file, 0);

function noGrant(name: string): UserError {
	return new UserError(`There is no grant "${clean(name, 100)}".`, [
		'See which there are: mailgrant list',
	]);
}

// Where somebody was is not worth an error.
function parseResume(raw: unknown): Resume {
	if (!isRecord(raw)) return {};
	const step = steps.find(({id}) => id === raw.step)?.id;
	return {
		grant: typeof raw.grant === 'string' ? clean(raw.grant, 100) : undefined,
		step,
		carried: parseCarried(raw.carried),
	};
}

/** The newest are kept; a name of which something would have to be cut is none. */
function parseCarried(raw: unknown): Resume['carried'] {
	if (!isRecord(raw)) return undefined;
	const lists = Object.entries(raw).flatMap(([list, at]) =>
		isCarriedList(list) &&
		clean(list, longestList) === list &&
		Number.isSafeInteger(at) &&
		Number(at) >= 0
			? [[list, Number(at)] as const]
			: [],
	);
	return lists.length === 0 ? undefined : Object.fromEntries(lists.slice(-mostLists));
}

/** Only fields of a grant, none of which is a secret, are kept; a pasted secret or code never is. */
function parseDrafts(raw: unknown): Drafts {
	if (!isRecord(raw)) return {};
	const drafts = Object.entries(raw).flatMap(([key, texts]) => {
		if (!isRecord(texts)) return [];
		const kept = Object.entries(texts).flatMap(([field, text]) =>
			Object.hasOwn(fields, field) && typeof text === 'string'
				? [[field, stripControls(text).slice(0, longestDraft)] as const]
				: [],
		);
		return kept.length > 0 ? [[stripControls(key), Object.fromEntries(kept)] as const] : [];
	});
	return Object.fromEntries(drafts);
}
