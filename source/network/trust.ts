import {X509Certificate} from 'node:crypto';
import {open} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import * as tls from 'node:tls';
import {clean} from '../clean.js';
import type {Network} from '../providers/settings.js';
import {codeOf, Failed} from './failed.js';

const maxBytes = 5_000_000;
const contexts = new Map<string, {readonly pem: string; readonly context: tls.SecureContext}>();

/** Whom to trust: what Node trusts, NODE_EXTRA_CA_CERTS with it, and the certificates of the CA file. Undefined when that is Node's own default. */
export async function trust({caFile}: Network): Promise<tls.SecureContext | undefined> {
	if (!caFile) return undefined;
	const file = path.resolve(caFile.replace(/^~(?=\/|$)/, () => homedir()));
	const pem = await readPem(file);
	const known = contexts.get(file);
	if (known?.pem === pem) return known.context;
	const context = tls.createSecureContext({ca: [...usual(), ...certificatesOf(pem, file)]});
	contexts.set(file, {pem, context});
	return context;
}

/** Node before 22.15 can't list the extra ones; there only the bundled ones go along. It has no such export either, so it is not imported by its name. */
const usual = () => tls.getCACertificates?.('default') ?? tls.rootCertificates;

function certificatesOf(pem: string, file: string): readonly string[] {
	const blocks =
		pem.match(
			/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g,
		) ?? [];
	if (blocks.length === 0) {
		throw caFailure(file, 'holds no certificate in PEM form', 'EINVAL');
	}
	for (const [index, block] of blocks.entries()) {
		try {
			new X509Certificate(block);
		} catch {
			throw caFailure(file, `holds a damaged certificate, number ${index + 1}`, 'EINVAL');
		}
	}
	return blocks;
}

async function readPem(file: string): Promise<string> {
	try {
		const handle = await open(file, 'r');
		try {
			const stats = await handle.stat();
			if (!stats.isFile()) throw caFailure(file, 'is not a file', 'EISDIR');
			if (stats.size > maxBytes) throw caFailure(file, 'is too large for certificates', 'EFBIG');
			return await handle.readFile('utf8');
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (error instanceof Failed) throw error;
		const code = codeOf(error) ?? 'EIO';
		throw caFailure(file, reasons[code] ?? `can't be read (${code})`, code);
	}
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist on this host',
	EACCES: 'may not be read by this user',
	EISDIR: 'is a directory',
};

const caFailure = (file: string, reason: string, code: string) =>
	new Failed({
		stage: 'local',
		message: `The CA file ${clean(file, 200)} ${reason}. Name a PEM file, or leave the field empty.`,
		code,
		at: file,
	});
