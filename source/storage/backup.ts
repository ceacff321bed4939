import {
	closeSync,
	constants,
	fstatSync,
	fsyncSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {homedir, hostname} from 'node:os';
import path from 'node:path';
import type {Audit} from '../audit-port.js';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {Secrets} from '../secrets.js';
import type {Backup, BackupFacts} from '../vault-port.js';
import {damaged, largestBackup, openSealed, seal} from './backup-file.js';
import type {Contents} from './contents.js';
import {type ScryptCost, usualCost} from './derive-key.js';
import {errorCode, explained} from './file-errors.js';
import {grantEntries} from './grant-store.js';
import {notifySettings} from './notify-settings.js';
import {secretEntries} from './secret-store.js';
import {isNumber, isRecord, isText, objectOf} from './shape.js';
import type {Whole} from './whole.js';

/** What a backup holds, as JSON. */
type Packed = Omit<Contents, 'told'> & {readonly createdAt: number; readonly host: string};

export type BackupOptions = {
	/** The store that is copied, or brought back. */
	readonly whole: Whole;
	readonly audit?: Audit;
	readonly cost?: ScryptCost;
};

const packedShape = objectOf({createdAt: isNumber, host: isText, instances: isRecord});

/** Writes all grants with their secrets into a new file, 0600. Asks for its passphrase once it is known that the file can be made. Gives its absolute path. */
export async function writeBackup(
	options: BackupOptions,
	named: string,
	ask: () => Promise<string>,
): Promise<{readonly file: string; readonly grants: number}> {
	const file = absolute(named);
	// Exclusive: it follows no link, and overwrites nothing.
	const descriptor = explainedTarget(file, () => openSync(file, 'wx', 0o600));
	let isWritten = false;
	try {
		const passphrase = await ask();
		const {told: _, ...contents} = await options.whole.read();
		const packed: Packed = {createdAt: Date.now(), host: hostname(), ...contents};
		const sealed = await seal(packed, passphrase, options.cost ?? usualCost);
		explained('write', file, () => {
			writeFileSync(descriptor, sealed);
			fsyncSync(descriptor);
		});
		isWritten = true;
		for (const {name} of packed.secrets) {
			options.audit?.({grant: name, secret: 'all secrets', use: `copied into ${file}, encrypted`});
		}
		return {file, grants: packed.grants.length};
	} finally {
		closeSync(descriptor);
		// Half a backup is worse than none.
		if (!isWritten) rmSync(file, {force: true});
	}
}

/** Opens a backup. Asks for its passphrase once it is known to be one. */
export async function openBackup(
	options: BackupOptions,
	named: string,
	ask: () => Promise<string>,
): Promise<Backup> {
	const file = absolute(named);
	const open = openSealed(file, bytesOf(file));
	const packed = await open(await ask());
	if (!packedShape(packed)) throw damaged(clean(file, 300));
	const {createdAt, host, instances, notify, ...rest} = packed as Packed;
	const told = notifySettings(notify);
	const grants = grantEntries(rest, file);
	const secrets = secretEntries(rest, file);
	const here = new Set(await options.whole.names());
	const facts: BackupFacts = {
		createdAt,
		host: clean(host, 200),
		grants: grants.map(({record: {grant}}) => ({
			name: grant.name,
			provider: grant.provider,
			mailbox: grant.mailbox,
			secrets: kindsOf(secrets.find(({name}) => name === grant.name)?.secrets ?? {}),
			isHere: here.has(grant.name),
		})),
		instances: Object.keys(instances).map(instance => clean(instance, 300)),
		told: told.to,
	};
	return {
		facts,
		restore: async ({isReplacing}) => {
			const names = grants.map(({record}) => record.grant.name);
			const taken = (await options.whole.names()).filter(name => names.includes(name));
			if (taken.length > 0 && !isReplacing) throw existing(taken);
			const raws = grants.map(({raw}) => raw);
			await options.whole.put({grants: raws, secrets, instances, notify: told}, {isReplacing});
		},
	};
}

function kindsOf({clientSecret, tokens, taskTexts}: Secrets) {
	return [
		...(clientSecret ? ['client secret'] : []),
		...(tokens ? ['tokens'] : []),
		...(taskTexts && Object.keys(taskTexts).length > 0 ? ['task texts'] : []),
	];
}

function existing(names: readonly string[]): UserError {
	return new UserError(
		`Nothing was restored: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} here already.`,
		[
			'See what the backup holds: mailgrant restore FILE --list',
			'To put what it holds in the place of what is here, secrets too: mailgrant restore FILE --replace',
		],
	);
}

function absolute(named: string): string {
	const name = named.trim();
	if (name === '' || name.includes('\0'))
		throw new UserError('No file is named.', ['Name one.'], 2);
	return path.resolve(name.replace(/^~(?=\/|$)/, () => homedir()));
}

function explainedTarget<Value>(file: string, work: () => Value): Value {
	try {
		return work();
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') {
			return explained('write', file, () => {
				throw error;
			});
		}
		throw new UserError(`There is a file ${clean(file, 300)} already; it was left as it is.`, [
			'Choose another name.',
		]);
	}
}

function bytesOf(file: string): Uint8Array {
	const shown = clean(file, 300);
	return explained('read', file, () => {
		// Not blocking, since opening a named pipe waits for somebody to write to it.
		const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		try {
			const stats = fstatSync(descriptor);
			if (!stats.isFile())
				throw new UserError(`${shown} is not a plain file.`, ['Name the file itself.']);
			if (stats.size > largestBackup) {
				throw new UserError(`${shown} is larger than any backup of mailgrant.`, [
					'Check that it is the right file.',
				]);
			}
			return readFileSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
	});
}
