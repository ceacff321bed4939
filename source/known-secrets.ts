import {hash as digest} from 'node:crypto';
import type {Secrets} from './secrets.js';

/** A secret by its name, and whose it is. */
export type Known = {readonly grant: string; readonly secret: string};

/** Recognises the secrets that a store gave out, by their hashes. */
export type KnownSecrets = {
	/** Gives them back. Of each grant the secrets before the last change are known too: they may still be in use. */
	readonly learn: (grant: string, secrets: Secrets) => Secrets;
	/** The secrets among the texts in a value, each once. */
	readonly findIn: (value: unknown) => readonly Known[];
};

export function createKnownSecrets(): KnownSecrets {
	/** By hash, then by grant, the one that was learnt last at the end: grants may share a client secret. */
	const owners = new Map<string, Map<string, string>>();
	const generations = new Map<string, readonly [readonly string[], readonly string[]]>();

	/** Of objects that a store gives more than once. */
	const hashed = new WeakMap<Secrets, ReturnType<typeof hashesOf>>();
	/** Of all secrets so far: a text of another length is none of them, and needs no hash. */
	const lengths = new Set<number>();

	function hashesOf(secrets: Secrets): readonly (readonly [hash: string, secret: string])[] {
		return secretTexts(secrets).map(([secret, text]) => {
			lengths.add(text.length);
			return [hashOf(text), secret];
		});
	}

	function forget(grant: string, hash: string) {
		const owned = owners.get(hash);
		owned?.delete(grant);
		if (owned?.size === 0) owners.delete(hash);
	}

	function own(grant: string, hash: string, secret: string) {
		const owned = owners.get(hash) ?? new Map<string, string>();
		owned.delete(grant);
		owned.set(grant, secret);
		owners.set(hash, owned);
	}

	/** Of thousands of grants the watcher would know every secret for good; each is read again before it is used. */
	function forgetOldest() {
		if (generations.size <= mostGrants) return;
		const [oldest] = generations;
		if (!oldest) return;
		const [grant, [now, before]] = oldest;
		for (const hash of [...now, ...before]) forget(grant, hash);
		generations.delete(grant);
	}

	return {
		learn(grant, secrets) {
			const named = hashed.get(secrets) ?? hashesOf(secrets);
			hashed.set(secrets, named);
			const hashes = named.map(([hash]) => hash);
			const [now, before] = generations.get(grant) ?? [[], []];
			const isNews = now.join() !== hashes.join();
			if (isNews) for (const hash of before) if (!now.includes(hash)) forget(grant, hash);
			// The one that was learnt last stands at the end.
			const kept = isNews ? ([hashes, now] as const) : generations.get(grant);
			generations.delete(grant);
			if (kept) generations.set(grant, kept);
			forgetOldest();
			for (const [hash, secret] of named) own(grant, hash, secret);
			return secrets;
		},
		findIn(value) {
			const texts = textsIn(value).filter(({length}) => lengths.has(length));
			const hashes = new Set(texts.map(hashOf));
			const found = [...hashes].flatMap(hash => owners.get(hash) ?? []);
			// What belongs to one grant alone, such as its refresh token, tells whose the others are.
			const common = found.reduce<readonly string[]>(
				(grants, owned) => grants.filter(grant => owned.has(grant)),
				[...(found[0]?.keys() ?? [])],
			);
			return found.flatMap(owned => {
				const grant = common.at(-1) ?? [...owned.keys()].at(-1) ?? '';
				return {grant, secret: owned.get(grant) ?? ''};
			});
		},
	};
}

/** Far more than are used at the same time. */
const mostGrants = 200;

const hashOf = (text: string) => digest('sha256', text, 'base64');

const names: Readonly<Record<string, string>> = {
	'clientSecret.value': 'client secret',
	'tokens.accessToken': 'access token',
	'tokens.refreshToken': 'refresh token',
	'tokens.idToken': 'ID token',
	'certificate.privateKey': 'certificate key',
	'serviceAccount.privateKey': 'service account key',
	'taskTexts.evmail': 'task text of EVMail',
	'taskTexts.batchmail': 'task text of BatchMail',
};

/** What signs, and is itself sent to nobody. */
export const signingKeys: ReadonlySet<string> = new Set(['certificate key', 'service account key']);

/** What stands among the secrets and is none, or is one for minutes only. */
const plain = new Set([
	'pending',
	'renewal',
	'tokens.flow',
	'tokens.scopes',
	'certificate.certificate',
	'certificate.sha1',
	'certificate.sha256',
	'serviceAccount.email',
	'serviceAccount.uniqueId',
	'serviceAccount.keyId',
]);
/** What is shorter may be any word. */
const shortest = 8;
const deepest = 4;

/** Every secret with its name; one that a later version adds goes by its path. */
function secretTexts(value: unknown, path = ''): (readonly [string, string])[] {
	if (typeof value === 'string') {
		return value.length < shortest ? [] : [[names[path] ?? path, value]];
	}
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const at = path === '' ? key : `${path}.${key}`;
		return plain.has(at) ? [] : secretTexts(inner, at);
	});
}

function textsIn(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return value.length < shortest ? [] : [value];
	if (typeof value !== 'object' || value === null || depth > deepest) return [];
	if (value instanceof AbortSignal) return [];
	return Object.values(value).flatMap(inner => textsIn(inner, depth + 1));
}
