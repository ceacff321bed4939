import {existsSync, readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import * as tls from 'node:tls';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import type {Environment} from '../storage/config-directory.js';
import {errorCode, explained} from '../storage/file-errors.js';
import {type Address, type Host, sslModeOf} from './address.js';

/** What TLS to a host is made with, or false for none. Authorities and own certificate are libpq's where the address names none. Throws UserError for a file that can't be used. */
export function tlsOptions(
	address: Address,
	host: Host,
	environment: Environment,
): tls.ConnectionOptions | false {
	const mode = sslModeOf(address, host);
	if (mode === 'disable') return false;
	const usual = path.join(environment.HOME || homedir(), '.postgresql');
	const usualFile = (name: string) => {
		const file = path.join(usual, name);
		return existsSync(file) ? file : undefined;
	};
	const root = address.sslrootcert ?? usualFile('root.crt');
	const ca = root === undefined || root === 'system' ? systemAuthorities() : pemOf(root);
	const cert = address.sslcert ?? usualFile('postgresql.crt');
	const key = address.sslkey ?? (cert === undefined ? undefined : usualFile('postgresql.key'));
	if ((cert === undefined) !== (key === undefined)) {
		throw new UserError('Of this host’s own certificate for PostgreSQL one half is missing.', [
			'Name both in the address: ?sslcert=FILE&sslkey=FILE',
		]);
	}
	// As in libpq: with authorities named, `require` checks against them.
	const isChecked = mode !== 'require' || address.sslrootcert !== undefined;
	return {
		ca,
		...(cert !== undefined && key !== undefined && pairOf(cert, key)),
		minVersion: 'TLSv1.2',
		rejectUnauthorized: isChecked,
		checkServerIdentity: (_, certificate) =>
			mode === 'verify-full' ? tls.checkServerIdentity(host.host, certificate) : undefined,
	};
}

/** Those that Node trusts, and NODE_EXTRA_CA_CERTS; with `system` those of the host too. */
function systemAuthorities(): string[] {
	const sets = (['default', 'system'] as const).flatMap(
		set => tls.getCACertificates?.(set) ?? (set === 'default' ? [...tls.rootCertificates] : []),
	);
	return [...new Set(sets)];
}

const absolute = (file: string) => path.resolve(file.replace(/^~(?=\/|$)/, () => homedir()));

function pemOf(named: string): string {
	const file = absolute(named);
	const pem = explained('read', file, () => readFileSync(file, 'utf8'));
	if (pem.includes('-----BEGIN ')) return pem;
	throw new UserError(`${file} holds nothing in PEM form.`, ['Name a PEM file.']);
}

/** The key is the host's proof: others may not read it, but a group may where root owns it, as Debian has it. */
function keyOf(named: string): string {
	const file = absolute(named);
	const {mode, uid} = explained('read', file, () => statSync(file));
	const loose = uid === 0 ? 0o027 : 0o077;
	if ((mode & loose) !== 0) {
		throw new UserError(`${file} is a private key and open to others.`, [
			`Close it: chmod 600 ${shellQuote(file)}`,
		]);
	}
	return pemOf(named);
}

/** Throws UserError for a key that belongs to another certificate, or that nobody can open. */
function pairOf(cert: string, key: string): {readonly cert: string; readonly key: string} {
	const pair = {cert: pemOf(cert), key: keyOf(key)};
	try {
		tls.createSecureContext(pair);
		return pair;
	} catch (error) {
		const [file, other] = [key, cert].map(absolute);
		throw errorCode(error) === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
			? new UserError(`${file} is not the key of ${other}.`, [
					'Name a certificate and the key that was made with it: ?sslcert=FILE&sslkey=FILE',
				])
			: new UserError(`${file} or ${other} can’t be used: a key without a passphrase is wanted.`, [
					`See whether it opens: openssl pkey -noout -in ${shellQuote(file ?? '')}`,
				]);
	}
}
