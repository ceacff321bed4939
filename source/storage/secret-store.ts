import {UserError} from '../errors.js';
import type {SecretStore} from '../secret-store-port.js';
import type {Secrets} from '../secrets.js';
import {grantLock} from './grant-lock.js';
import type {KeySource} from './key-source.js';
import type {Lock} from './lock.js';
import {factsOf} from './secret-facts.js';
import {isEmpty, isSame, secretsShape, tokenPart, withTokens} from './secret-parts.js';
import {isText, listOf, objectOf} from './shape.js';
import type {Content, StoreFile} from './store-file.js';
import {createTokenKey} from './token-key.js';
import {createTokenStore, type TokenPart, type TokenStore} from './token-store.js';
import {withLock} from './with-lock.js';

export type SecretEntry = {readonly name: string; readonly secrets: Secrets};

/** Secrets of all grants in one encrypted file, their tokens in a file each. Times are as long as the store waits for other processes: to write, and for one grant to be free. */
export function createSecretStore(
	file: StoreFile,
	{
		directory,
		key,
		now,
		waitMs,
		grantWaitMs,
	}: {
		readonly directory: string;
		readonly key: KeySource;
		readonly now: () => number;
		readonly waitMs: number;
		readonly grantWaitMs: number;
	},
): SecretStore {
	const tokenStore = createTokenStore(directory, {
		tokenKey: createTokenKey(directory, key.read),
		storeKey: file.currentKey,
	});
	let last: {readonly content: Content; readonly secrets: ReadonlyMap<string, Secrets>} | undefined;

	/** Of one grant, without the tokens in a file of their own. All are checked once for each state of the file. */
	function kept(name: string): Secrets {
		const content = file.read();
		if (last?.content !== content) {
			const entries = secretEntries(content, file.path);
			last = {content, secrets: new Map(entries.map(entry => [entry.name, entry.secrets]))};
		}
		return last.secrets.get(name) ?? {};
	}

	/** Tokens of earlier versions lie with the other secrets, until they change. */
	const readTokens = (name: string): TokenPart =>
		tokenStore.read(name) ?? structuredClone(tokenPart(kept(name)));

	function read(name: string): Secrets {
		const secrets = structuredClone(kept(name));
		return withTokens(secrets, tokenStore.read(name) ?? tokenPart(secrets));
	}

	async function change<Value>(
		work: (entries: readonly SecretEntry[]) => {
			readonly entries: readonly SecretEntry[];
			readonly value: Value;
			/** What waits until the entries are on disk. */
			readonly finish?: () => void;
		},
	): Promise<Value> {
		file.ensureDirectory();
		return withLock(file.path, {waitMs}, lock => {
			const content = file.read();
			const before = secretEntries(content, file.path);
			const {entries, value, finish} = work(before);
			if (entries !== before) {
				assertHeld(lock, file.path);
				file.write({...content, secrets: entries});
			}
			finish?.();
			return value;
		});
	}

	/** Locks of the grants that this process has to itself now. */
	const held = new Map<string, Lock>();

	function exclusively<Value>(
		name: string,
		work: () => Promise<Value>,
		options: {readonly signal?: AbortSignal; readonly instead?: () => Value | undefined} = {},
	): Promise<Value> {
		file.ensureDirectory();
		const own = grantLock(directory, name);
		return withLock(own, {...options, waitMs: grantWaitMs}, async lock => {
			held.set(name, lock);
			try {
				return await work();
			} finally {
				held.delete(name);
			}
		});
	}

	/** Tokens of a grant are changed only by a process that has it to itself. Throws UserError where it was taken away. */
	function hasToItself(name: string): boolean {
		const lock = held.get(name);
		if (lock) assertHeld(lock, grantLock(directory, name));
		return lock !== undefined;
	}

	/** Undefined, and nothing is done, when tokens change of a grant that this process has not to itself. */
	const tryUpdate = (name: string, changeSecrets: (secrets: Secrets) => Secrets) =>
		change<Secrets | undefined>(before => {
			const rest = secretsOf(before, name);
			const tokens = tokenStore.read(name) ?? tokenPart(rest);
			const value = changeSecrets(structuredClone(withTokens(rest, tokens)));
			const part = tokenPart(value);
			const isMoved = !isEmpty(tokenPart(rest));
			const isChanged = isMoved || !isSame(part, tokens);
			if (isChanged && !hasToItself(name)) return {entries: before, value: undefined};
			if (isChanged && !isEmpty(part)) tokenStore.write(name, part);
			const after = withTokens(value, {});
			return {
				entries: isSame(after, rest) ? before : withSecrets(before, name, after),
				value,
				// Nothing goes while the rest may still fail.
				finish: isChanged && isEmpty(part) ? () => tokenStore.remove(name) : undefined,
			};
		});

	async function update(name: string, changeSecrets: (secrets: Secrets) => Secrets) {
		const quick = await tryUpdate(name, changeSecrets);
		if (quick) return quick;
		const done = await exclusively(name, () => tryUpdate(name, changeSecrets));
		if (!done) throw new Error(`${name} was let go of too early`);
		return done;
	}

	async function updateTokens(
		name: string,
		changeTokens: (kept: TokenPart) => TokenPart,
		options: {readonly isMinor?: boolean} = {},
	): Promise<TokenPart> {
		if (!hasToItself(name)) {
			return exclusively(name, () => updateTokens(name, changeTokens, options));
		}
		const before = readTokens(name);
		const part = changeTokens(before);
		const isMinor = options.isMinor || part.tokens === before.tokens;
		// An empty file, unlike none, hides what an earlier version kept elsewhere.
		if (!isEmpty(part) || !isEmpty(kept(name))) return tokenStore.write(name, part, {isMinor});
		tokenStore.remove(name);
		return part;
	}

	return {
		read,
		readTokens,
		update,
		updateTokens,
		exclusively,
		rename: (from, to) =>
			from === to
				? Promise.resolve()
				: // A refresh that is under way has to find its place again.
					exclusively(from, () =>
						change(before => {
							const tokens = tokenStore.read(from);
							if (tokens) {
								tokenStore.write(to, tokens);
								tokenStore.remove(from);
							}
							const moved = before.find(entry => entry.name === from);
							// Also when a rename was cut off halfway: then the new name has them already.
							if (!moved) return {entries: before, value: undefined};
							const others = before.filter(({name}) => name !== from && name !== to);
							return {entries: [...others, {...moved, name: to}], value: undefined};
						}),
					),
		remove: async name => {
			if (isEmpty(read(name))) return;
			await change(before => {
				tokenStore.remove(name);
				const entries = before.filter(entry => entry.name !== name);
				return {entries: entries.length < before.length ? entries : before, value: undefined};
			});
		},
		facts: name => factsOf(read(name), now()),
	};
}

/** All secrets of the grants, with the tokens that lie in files of their own. */
export function withStoredTokens(
	entries: readonly SecretEntry[],
	names: readonly string[],
	{read}: Pick<TokenStore, 'read'>,
): readonly SecretEntry[] {
	const all = [...new Set([...entries.map(({name}) => name), ...names])];
	return all.flatMap(name => {
		const kept = secretsOf(entries, name);
		const secrets = withTokens(kept, read(name) ?? tokenPart(kept));
		return isEmpty(secrets) ? [] : [{name, secrets}];
	});
}

/** The secrets in a file's content, by grant. Throws UserError when they are none. */
export function secretEntries(content: Content, file: string): readonly SecretEntry[] {
	const raws = content.secrets ?? [];
	const isEntry = objectOf({name: isText, secrets: secretsShape});
	if (listOf(isEntry)(raws)) return raws as readonly SecretEntry[];
	// Only who has the key can have written it.
	throw new UserError(`${file} was decrypted but holds something else than secrets.`, [
		'Restore the file from a backup.',
		'Or move it away; then enter the client secret and sign in again, for each grant.',
	]);
}

const secretsOf = (entries: readonly SecretEntry[], name: string): Secrets =>
	entries.find(entry => entry.name === name)?.secrets ?? {};

function withSecrets(
	before: readonly SecretEntry[],
	name: string,
	secrets: Secrets,
): readonly SecretEntry[] {
	const index = before.findIndex(entry => entry.name === name);
	const entry = before[index];
	if (!entry) return isEmpty(secrets) ? before : [...before, {name, secrets}];
	return isEmpty(secrets) ? before.toSpliced(index, 1) : before.with(index, {...entry, secrets});
}

function assertHeld(lock: Lock, file: string): void {
	if (!lock.isLost()) return;
	throw new UserError(`${file}.lock was taken away while ${file} was to be written.`, [
		'Nothing was changed. Do it again.',
	]);
}
