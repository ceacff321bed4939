import {readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import type {Environment} from './config-directory.js';
import {makeDirectory, writeOver} from './durable.js';
import {explained} from './file-errors.js';
import {checkDirectory, checkFile} from './permissions.js';
import {isText, objectOf} from './shape.js';

/** Which store is used, and who says so. */
export type StoreChoice = {
	/** `local`, or an address. */
	readonly store: string;
	readonly by: '--store' | 'MAILGRANT_STORE' | 'store.json' | 'nobody';
};

const shape = objectOf({store: isText});
const largest = 16 * 1024;

/** `--store`, else MAILGRANT_STORE, else what `mailgrant store use` has kept, else the local one. */
export function chooseStore({
	option,
	environment,
	directory,
}: {
	readonly option: string | undefined;
	readonly environment: Environment;
	readonly directory: string;
}): StoreChoice {
	if (option !== undefined) return checked({store: option, by: '--store'});
	const named = environment.MAILGRANT_STORE;
	if (named) return checked({store: named, by: 'MAILGRANT_STORE'});
	const kept = readKept(directory);
	return kept === undefined ? {store: 'local', by: 'nobody'} : {store: kept, by: 'store.json'};
}

/** Keeps it for the next start of every command; `local` forgets. */
export function keepChoice(directory: string, store: string): void {
	const file = fileOf(directory);
	explained('write', file, () => {
		if (store === 'local') return rmSync(file, {force: true});
		if (!checkDirectory(directory)) makeDirectory(directory);
		writeOver(file, `${JSON.stringify({version: 1, store}, undefined, '\t')}\n`);
	});
}

const fileOf = (directory: string) => path.join(directory, 'store.json');

export const isLocalStore = (store: string): boolean => store.trim() === 'local';

function readKept(directory: string): string | undefined {
	const file = fileOf(directory);
	if (!checkDirectory(directory)) return undefined;
	const stats = checkFile(file);
	if (!stats) return undefined;
	const raw =
		stats.size > largest
			? undefined
			: parse(explained('read', file, () => readFileSync(file, 'utf8')));
	if (shape(raw)) return (raw as {readonly store: string}).store;
	throw new UserError(`${file} is damaged: it says which store is used.`, [
		`Remove it: rm ${shellQuote(file)}`,
		'Then say it again: mailgrant store use postgres://…',
	]);
}

function checked(choice: StoreChoice): StoreChoice {
	if (isLocalStore(choice.store) || /^postgres(?:ql)?:\/\//i.test(choice.store.trim()))
		return choice;
	const shown = /@/.test(choice.store) ? 'That' : `"${clean(choice.store, 60)}"`;
	throw new UserError(
		`${choice.by}: ${shown} is no store.`,
		['It is local, or an address: postgres://USER@HOST/DATABASE'],
		2,
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
