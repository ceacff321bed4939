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
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {Backup, BackupFacts} from '../vault-port.js';
import {damaged, largestBackup, openSealed, seal} from './backup-file.js';
import {usualCost} from './derive-key.js';
import {errorCode, explained} from './file-errors.js';
import {grantEntries} from './grant-store.js';
import {usualWaitMs} from './lock.js';
import {notifySettings} from './notify-settings.js';
import type {RekeyOptions} from './rekey.js';
import {secretEntries, withStoredTokens} from './secret-store.js';
import {isNumber, isRecord, isText, objectOf} from './shape.js';
import {type Content, type StoreFile, storeFile} from './store-file.js';
import {createTokenKey} from './token-key.js';
import {createTokenStore} from './token-store.js';
import {withLock, withLockSync} from './with-lock.js';

/** What a backup holds, as JSON: raw grants of `grants.json`, secrets of `secrets.enc`, answers of `instances.json`, and who is told by mail. */
type Packed = {
	readonly createdAt: number;
	readonly host: string;
	readonly grants: readonly unknown[];
	readonly secrets: ReturnType<typeof secretEntries>;
	readonly instances: Readonly<Record<string, unknown>>;
	/** Of backups of this version on. */
	readonly notify?: unknown;
};

const packedShape = objectOf({createdAt: isNumber, host: isText, instances: isRecord});

const filesOf = ({directory, key}: RekeyOptions) => ({
	secrets: storeFile({directory, name: 'secrets', extension: 'enc', key}),
	grants: storeFile({directory, name: 'grants', extension: 'json'}),
	instances: storeFile({directory, name: 'instances', extension: 'json'}),
	notify: storeFile({directory, name: 'notify', extension: 'json'}),
});

/** The tokens of each grant, which lie in files of their own. */
function tokensOf({directory, key}: RekeyOptions, {secrets}: Files) {
	return createTokenStore(directory, {
		tokenKey: createTokenKey(directory, key.read),
		storeKey: secrets.currentKey,
	});
}

type Files = ReturnType<typeof filesOf>;

/** All files at rest. Nobody else holds more than one of their locks. */
function withFiles<Value>(options: RekeyOptions, work: (files: Files) => Value): Promise<Value> {
	const files = filesOf(options);
	const {waitMs = usualWaitMs} = options;
	files.secrets.ensureDirectory();
	return withLock(files.secrets.path, {waitMs}, () =>
		withLockSync(files.grants.path, waitMs, () =>
			withLockSync(files.instances.path, waitMs, () =>
				withLockSync(files.notify.path, waitMs, () => work(files)),
			),
		),
	);
}

/** Writes all grants with their secrets into a new file, 0600. Asks for its passphrase once it is known that the file can be made. Gives its absolute path. */
export async function writeBackup(
	options: RekeyOptions,
	named: string,
	ask: () => Promise<string>,
): Promise<{readonly file: string; readonly grants: number}> {
	const file = absolute(named);
	// Exclusive: it follows no link, and overwrites nothing.
	const descriptor = explainedTarget(file, () => openSync(file, 'wx', 0o600));
	let isWritten = false;
	try {
		const passphrase = await ask();
		const packed = await withFiles(options, (files): Packed => {
			const {secrets, grants, instances} = files;
			const entries = grantEntries(grants.read(), grants.path);
			const names = entries.map(({record: {grant}}) => grant.name);
			const answers = instances.read().instances;
			return {
				createdAt: Date.now(),
				host: hostname(),
				grants: entries.map(({raw}) => raw),
				secrets: withStoredTokens(
					secretEntries(secrets.read(), secrets.path),
					names,
					tokensOf(options, files),
				),
				instances: isRecord(answers) ? answers : {},
				notify: files.notify.read().settings,
			};
		});
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
	options: RekeyOptions,
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
	const here = new Set(namesIn(filesOf(options).grants));
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
		restore: ({isReplacing}) =>
			withFiles(options, files => {
				const names = new Set(grants.map(({record}) => record.grant.name));
				const taken = namesIn(files.grants).filter(name => names.has(name));
				if (taken.length > 0 && !isReplacing) throw existing(taken);
				const others = <Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string) =>
					entries.filter(entry => !names.has(nameOf(entry)));
				const before = {
					grants: grantEntries(files.grants.read(), files.grants.path),
					secrets: secretEntries(files.secrets.read(), files.secrets.path),
					instances: files.instances.read().instances,
					told: notifySettings(files.notify.read().settings).to,
				};
				// Secrets without a grant do no harm, a grant without secrets would ask for a sign-in: it comes last.
				writeAll([
					[files.secrets, {secrets: [...others(before.secrets, ({name}) => name), ...secrets]}],
					[
						files.instances,
						{instances: {...(isRecord(before.instances) && before.instances), ...instances}},
					],
					// Whoever was named here stays, as grants do.
					...(told.to.length > 0 && (isReplacing || before.told.length === 0)
						? [[files.notify, {settings: told}] as const]
						: []),
					[
						files.grants,
						{
							grants: [...others(before.grants, ({record}) => record.grant.name), ...grants].map(
								({raw}) => raw,
							),
						},
					],
				]);
				// Those of the backup lie with the other secrets until they are renewed.
				const tokens = tokensOf(options, files);
				for (const name of names) tokens.remove(name);
			}),
	};
}

/** All or nothing: when one can't be written, those before it are put back. */
function writeAll(changes: readonly (readonly [StoreFile, Content])[]): void {
	const undo: (() => void)[] = [];
	try {
		for (const [file, change] of changes) {
			const before = file.read();
			file.write({...before, ...change});
			const wasThere = before.version !== undefined;
			undo.unshift(() => (wasThere ? file.write(before) : rmSync(file.path, {force: true})));
		}
	} catch (error) {
		for (const back of undo) back();
		throw error;
	}
}

const namesIn = (grants: StoreFile) =>
	grantEntries(grants.read(), grants.path).map(({record}) => record.grant.name);

function kindsOf({clientSecret, tokens, taskTexts}: Packed['secrets'][number]['secrets']) {
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
