import {
	chmodSync,
	chownSync,
	existsSync,
	lchownSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmdirSync,
	rmSync,
	statSync,
} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.js';
import type {Account, StoreKey} from '../service-port.js';
import {copyTree} from '../storage/copy-tree.js';
import {syncDirectory, writeOnce, writeOver} from '../storage/durable.js';
import {errorCode, explained} from '../storage/file-errors.js';
import {grantEntries} from '../storage/grant-store.js';
import {checkOf} from '../storage/key-descriptor.js';
import {readKeyFile} from '../storage/key-file.js';
import {tryLock} from '../storage/lock.js';

/** Where the key of a store comes from. Reads what any user's store says; only root may ask. */
export function storeKey(directory: string): StoreKey | undefined {
	if (
		!existsSync(path.join(directory, 'grants.json')) &&
		!existsSync(path.join(directory, 'secrets.enc'))
	) {
		return undefined;
	}
	const text = explained('read', directory, () => {
		try {
			return readFileSync(path.join(directory, 'key.json'), 'utf8');
		} catch (error) {
			if (errorCode(error) === 'ENOENT') return undefined;
			throw error;
		}
	});
	if (text === undefined) return {from: 'own'};
	const {source, path: file} = JSON.parse(text) as {source?: unknown; path?: unknown};
	if (source === 'credential' || source === 'passphrase') return {from: source};
	return typeof file === 'string' ? {from: 'file', path: file} : {from: 'own'};
}

/** Files of further certificates that grants of a store name. */
export function caFiles(directory: string) {
	const file = path.join(directory, 'grants.json');
	if (!existsSync(file)) return [];
	return grantEntries(JSON.parse(readFileSync(file, 'utf8')), file).flatMap(({record: {grant}}) =>
		grant.caFile === undefined ? [] : [{grant: grant.name, file: grant.caFile}],
	);
}

/** Brings the file `key` of a store elsewhere, and lets the store say that it is a credential. Killed at any moment, one of both opens the store. */
export function moveKey(directory: string, to: string): void {
	const own = path.join(directory, 'key');
	explained('write', to, () => {
		// Nobody but root looks for a key there.
		mkdirSync(path.dirname(to), {recursive: true, mode: 0o700});
		const text = readFileSync(own, 'latin1');
		// Whoever owns the store: it is checked as a key, not for its owner.
		const key = readKeyFile(own, file => statSync(file));
		if (!key) return;
		const owner = statSync(directory);
		if (!writeOnce(to, text) && readFileSync(to, 'latin1').trim() !== text.trim()) {
			throw new UserError(`${to} holds another key than ${own}.`, [
				'Name another file for the key: --key-file FILE',
			]);
		}
		syncDirectory(path.dirname(to));
		const descriptor = path.join(directory, 'key.json');
		const told = {version: 1, source: 'credential', check: checkOf(key)};
		writeOver(descriptor, `${JSON.stringify(told, undefined, '\t')}\n`);
		chownSync(descriptor, owner.uid, owner.gid);
		rmSync(own);
		syncDirectory(directory);
	});
}

/** Moves a store and gives it to an account. Over file systems it is copied, and the old one stays beside its place: gives where. */
export function moveStore(from: string, to: string, owner: Account): string | undefined {
	return explained('write', to, () => {
		const lock = tryLock(path.join(from, 'secrets.enc'));
		if (!lock) {
			throw new UserError(`Another process writes to ${from} just now.`, [
				'Let it end, such as mailgrant refresh --watch, and do it again.',
			]);
		}
		lock.release();
		mkdirSync(path.dirname(to), {recursive: true, mode: 0o755});
		if (existsSync(to)) rmdirSync(to);
		const kept = renameOrCopy(from, to);
		give(to, owner);
		chmodSync(to, 0o700);
		syncDirectory(path.dirname(to));
		return kept;
	});
}

function renameOrCopy(from: string, to: string): string | undefined {
	try {
		renameSync(from, to);
		return undefined;
	} catch (error) {
		if (errorCode(error) !== 'EXDEV') throw error;
	}
	const staging = `${to}.new`;
	rmSync(staging, {recursive: true, force: true});
	copyTree(from, staging);
	renameSync(staging, to);
	const kept = `${from}.moved`;
	renameSync(from, kept);
	return kept;
}

function give(place: string, owner: Account) {
	lchownSync(place, owner.uid, owner.gid);
	for (const entry of readdirSync(place, {withFileTypes: true})) {
		const below = path.join(place, entry.name);
		if (entry.isDirectory()) give(below, owner);
		else lchownSync(below, owner.uid, owner.gid);
	}
}
