import {createHash} from 'node:crypto';
import path from 'node:path';
import type {SecretFacts} from '../checklist/grant-record.js';
import {clean, mask} from '../clean.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import {UserError} from '../errors.js';
import type {SecretStore, Secrets, Tokens} from '../services.js';
import type {Lock} from './lock.js';
import {isNumber, isText, listOf, objectOf, oneOf} from './shape.js';
import type {Content, StoreFile} from './store-file.js';
import {withLock} from './with-lock.js';

export type SecretEntry = {readonly name: string; readonly secrets: Secrets};

const pendingMs = 10 * 60_000;

const secretsShape = objectOf(
	{},
	{
		clientSecret: objectOf({value: isText, setAt: isNumber}),
		certificate: objectOf({
			privateKey: isText,
			certificate: isText,
			sha1: isText,
			sha256: isText,
			endsAt: isNumber,
			setAt: isNumber,
		}),
		serviceAccount: objectOf({
			email: isText,
			uniqueId: isText,
			keyId: isText,
			privateKey: isText,
			setAt: isNumber,
		}),
		tokens: objectOf(
			{
				accessToken: isText,
				obtainedAt: isNumber,
				expiresAt: isNumber,
				scopes: listOf(isText),
				flow: oneOf('browser', 'device', 'app-only'),
			},
			{refreshToken: isText, idToken: isText},
		),
		pending: objectOf({
			state: isText,
			codeVerifier: isText,
			redirectUri: isText,
			fits: isText,
			startedAt: isNumber,
		}),
		taskTexts: objectOf({}, {evmail: isText, batchmail: isText}),
	},
);

/** Secrets of all grants in one encrypted file. Times are as long as the store waits for other processes: to write, and for one grant to be free. */
export function createSecretStore(
	file: StoreFile,
	{
		directory,
		now,
		waitMs,
		grantWaitMs,
	}: {
		readonly directory: string;
		readonly now: () => number;
		readonly waitMs: number;
		readonly grantWaitMs: number;
	},
): SecretStore {
	const read = (name: string) => secretsOf(secretEntries(file.read(), file.path), name);

	async function change<Value>(
		work: (entries: readonly SecretEntry[]) => {
			readonly entries: readonly SecretEntry[];
			readonly value: Value;
		},
	): Promise<Value> {
		file.ensureDirectory();
		return withLock(file.path, {waitMs}, lock => {
			const content = file.read();
			const before = secretEntries(content, file.path);
			const {entries, value} = work(before);
			if (entries !== before) {
				assertHeld(lock, file.path);
				file.write({...content, secrets: entries});
			}
			return value;
		});
	}

	return {
		read,
		update: (name, changeSecrets) =>
			change(before => {
				const value = changeSecrets(secretsOf(before, name));
				return {entries: withSecrets(before, name, value), value};
			}),
		exclusively: async (name, work, signal) => {
			file.ensureDirectory();
			// A name may hold what no file name can.
			const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
			const lock = path.join(directory, `grant-${hash}`);
			return withLock(lock, {waitMs: grantWaitMs, signal}, work);
		},
		rename: (from, to) =>
			change(before => {
				const moved = before.find(entry => entry.name === from);
				// Also when a rename was cut off halfway: then the new name has them already.
				if (!moved || from === to) return {entries: before, value: undefined};
				const others = before.filter(({name}) => name !== from && name !== to);
				return {entries: [...others, {...moved, name: to}], value: undefined};
			}),
		remove: async name => {
			if (!secretEntries(file.read(), file.path).some(entry => entry.name === name)) return;
			await change(before => ({
				entries: before.filter(entry => entry.name !== name),
				value: undefined,
			}));
		},
		facts: name => factsOf(read(name), now()),
	};
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
	const isEmpty = Object.values(secrets).every(value => value === undefined);
	const index = before.findIndex(entry => entry.name === name);
	const entry = before[index];
	if (!entry) return isEmpty ? before : [...before, {name, secrets}];
	return isEmpty ? before.toSpliced(index, 1) : before.with(index, {...entry, secrets});
}

function assertHeld(lock: Lock, file: string): void {
	if (!lock.isLost()) return;
	throw new UserError(`${file}.lock was taken away while ${file} was to be written.`, [
		'Nothing was changed. Do it again.',
	]);
}

function factsOf(
	{clientSecret, certificate, serviceAccount, tokens, pending}: Secrets,
	now: number,
): SecretFacts {
	return {
		clientSecret: clientSecret && {
			masked: clean(mask(clientSecret.value)),
			length: clientSecret.value.length,
			setAt: clientSecret.setAt,
		},
		certificate: certificate && {
			pem: certificate.certificate,
			sha1: certificate.sha1,
			sha256: certificate.sha256,
			endsAt: certificate.endsAt,
			setAt: certificate.setAt,
		},
		serviceAccount: serviceAccount && {
			email: clean(serviceAccount.email, 254),
			uniqueId: clean(serviceAccount.uniqueId, 40),
			keyId: clean(serviceAccount.keyId, 100),
			setAt: serviceAccount.setAt,
		},
		tokens: tokens && {
			obtainedAt: tokens.obtainedAt,
			expiresAt: tokens.expiresAt,
			hasRefreshToken: tokens.refreshToken !== undefined,
			scopes: tokens.scopes.map(scope => clean(scope)),
			account: accountOf(tokens),
			flow: tokens.flow,
		},
		pendingSince: pending && isOpen(pending.startedAt, now) ? pending.startedAt : undefined,
	};
}

const isOpen = (startedAt: number, now: number) => now - startedAt < pendingMs;

// The ID token is made to say who signed in; access tokens only sometimes do.
function accountOf({idToken, accessToken}: Tokens): string | undefined {
	const account =
		(idToken === undefined ? undefined : tokenFacts(idToken)?.account) ??
		tokenFacts(accessToken)?.account;
	return account === undefined ? undefined : clean(account, 254);
}
