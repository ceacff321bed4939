import {hostname} from 'node:os';
import path from 'node:path';
import {UserError} from '../errors.js';
import type {Environment} from '../storage/config-directory.js';
import {checkCredential, credentialFile} from '../storage/credential.js';
import {deriveKey, newParameters, type ScryptCost, usualCost} from '../storage/derive-key.js';
import {makeDirectory, writeOver} from '../storage/durable.js';
import {explained} from '../storage/file-errors.js';
import {checkOf} from '../storage/key-descriptor.js';
import {ensureKeyFile, keyText, newKey, readKeyFile} from '../storage/key-file.js';
import {checkDirectory} from '../storage/permissions.js';
import type {NewKey} from '../vault-port.js';
import type {Address} from './address.js';
import {readSecrets} from './rows.js';
import {keyLock} from './schema.js';
import {openSecrets, sealSecrets} from './sealed-secrets.js';
import type {Session} from './session.js';
import {nextSharedKeyFile, settleSharedKey, sharedKeyFile} from './shared-keys.js';
import {type KeySourceInfo, readUsableInfo} from './store-info.js';
import {inTransaction} from './transaction.js';

type Made = {readonly key: Uint8Array; readonly source: KeySourceInfo; readonly where: string};

/**
Encrypts all secrets of the store with another key, in one transaction: before its end every host reads with the old key, after it with the new one. A new key of the directory lies beside the old one meanwhile; whichever fits is used, and the next start puts it in its place (see shared-keys).
*/
export async function sharedRekey(
	{
		session,
		address,
		key,
		directory,
		environment,
		cost = usualCost,
	}: {
		readonly session: Session;
		readonly address: Address;
		/** The one of now. */
		readonly key: Uint8Array;
		readonly directory: string;
		readonly environment: Environment;
		readonly cost?: ScryptCost;
	},
	wish: NewKey,
): Promise<string> {
	const made = await make(wish, {directory, environment, cost});
	const keyCheck = checkOf(made.key);
	await inTransaction(session, {address}, async () => {
		await session.query('SELECT pg_catalog.pg_advisory_xact_lock($1)', [keyLock]);
		const info = await readUsableInfo(session);
		if (info.keyCheck !== checkOf(key)) {
			throw new UserError(`The key was changed meanwhile, by ${info.keyBy}. Nothing was changed.`, [
				'Bring that key to this host; then do it again.',
			]);
		}
		await session.query(
			'UPDATE mailgrant.store SET key_check = $1, key_source = $2, key_by = $3, key_since = now()',
			[keyCheck, JSON.stringify(made.source), hostname()],
		);
		for (const row of await readSecrets(session)) {
			const {rest, tokens} = sealSecrets(openSecrets(row, key, row.name), made.key, row.name);
			await session.query(
				'UPDATE mailgrant.secrets SET rest = $2, tokens = $3, key_check = $4 WHERE name = $1',
				[row.name, rest, tokens, keyCheck],
			);
		}
	});
	if (wish.from === 'new') settleSharedKey(directory);
	return `${made.where}. Bring it to every other host of the store; until then they serve the tokens that they have.`;
}

async function make(
	wish: NewKey,
	{
		directory,
		environment,
		cost,
	}: {
		readonly directory: string;
		readonly environment: Environment;
		readonly cost: ScryptCost;
	},
): Promise<Made> {
	switch (wish.from) {
		case 'new': {
			const key = newKey();
			const next = nextSharedKeyFile(directory);
			explained('write', next, () => {
				if (!checkDirectory(directory)) makeDirectory(directory);
				writeOver(next, keyText(key));
			});
			return {key, source: {source: 'file'}, where: sharedKeyFile(directory)};
		}
		case 'file': {
			const file = path.resolve(wish.path);
			return {key: ensureKeyFile(file), source: {source: 'file', path: file}, where: file};
		}
		case 'credential': {
			const file = credentialFile('mailgrant-key', environment);
			const key = file === undefined ? undefined : readKeyFile(file, checkCredential);
			if (!key) {
				throw new UserError('This process was not given a systemd credential mailgrant-key.', [
					'Run it by systemd: systemd-run --pipe -p LoadCredential=mailgrant-key:FILE mailgrant rekey --credential',
				]);
			}
			return {key, source: {source: 'credential'}, where: 'the systemd credential mailgrant-key'};
		}
		case 'passphrase': {
			const scrypt = newParameters(cost);
			const key = await deriveKey(wish.passphrase, scrypt);
			return {key, source: {source: 'passphrase', scrypt}, where: 'the passphrase'};
		}
	}
}
