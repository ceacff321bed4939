import {createCipheriv, randomBytes} from 'node:crypto';
import {renameSync, rmSync, writeFileSync} from 'node:fs';
import type {GrantStore} from '../grant-store-port.js';
import type {SecretStore} from '../secret-store-port.js';
import {tokenBase} from './token-base.js';
import {
	copyCipher,
	copyHead,
	copyKey,
	readTokenCopy,
	sealNow,
	settledStamps,
	type TokenCopy,
	tokenCopyFile,
} from './token-copy.js';

/** Lays a copy of a grant's access token beside its token file. Where it can't, nothing is lost: then all is read again the next time. */
export function copyToken(
	directory: string,
	{
		grants,
		secrets,
		key,
	}: {
		readonly grants: GrantStore;
		readonly secrets: SecretStore;
		/** The key of the store. */
		readonly key: () => Uint8Array;
	},
	name: string,
): void {
	const base = tokenBase(directory, name);
	try {
		const stamps = settledStamps(directory);
		const seal = sealNow(base);
		if (stamps === undefined || seal === undefined) return;
		const flow = grants.read(name)?.grant.flow;
		const {tokens} = secrets.read(name);
		// What was read is what stamps and seal stand for.
		if (!flow || !tokens || settledStamps(directory) !== stamps || sealNow(base) !== seal) return;
		const last = readTokenCopy(base, name, key);
		if (last?.stamps === stamps && last.seal === seal) return;
		const {accessToken, obtainedAt, expiresAt, flow: cameBy} = tokens;
		const copy = {flow, tokens: {accessToken, obtainedAt, expiresAt, flow: cameBy}, stamps, seal};
		replace(tokenCopyFile(base), sealed(copy, name, key()));
	} catch {
		// Whoever asks for the token next is told what is wrong. A Node that may use approved ciphers
		// only has none for copies.
	}
}

function sealed(copy: TokenCopy, name: string, storeKey: Uint8Array): Buffer {
	const salt = randomBytes(16);
	const nonce = randomBytes(12);
	const cipher = createCipheriv(copyCipher, copyKey(storeKey, salt), nonce, {authTagLength: 16});
	const text = Buffer.from(JSON.stringify(copy));
	cipher.setAAD(Buffer.from(name), {plaintextLength: text.length});
	const body = Buffer.concat([cipher.update(text), cipher.final()]);
	return Buffer.concat([copyHead, salt, nonce, cipher.getAuthTag(), body]);
}

/** Who reads it sees the old one or the new one. A loss of power may take it back. */
function replace(file: string, bytes: Buffer): void {
	const beside = `${file}.${process.pid}.new`;
	try {
		writeFileSync(beside, bytes, {flag: 'wx', mode: 0o600});
		renameSync(beside, file);
	} finally {
		rmSync(beside, {force: true});
	}
}
