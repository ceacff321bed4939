import {execFileSync, spawn} from 'node:child_process';
import {chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {UserError} from '../errors.js';
import type {Credential} from '../service/service-plan.js';
import type {ServiceHost} from '../service-port.js';
import {explained} from '../storage/file-errors.js';

/** What of the environment says who asks and where files are, and would be wrong for another user. */
const personal = /^(?:XDG_.*|MAILGRANT_.*|SUDO_.*|HOME|USER|LOGNAME|MAIL|SHELL|OLDPWD)$/;

/** Runs a program as the service runs it, but on this terminal. The key lies in a private directory until it ends, as systemd would hand it out. */
export async function runAs(
	{account, user, store, credential}: Parameters<ServiceHost['runAs']>[0],
	[program = '', ...args]: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
	const {uid, gid} = account;
	const kept = Object.entries(environment).filter(([name]) => !personal.test(name));
	const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-service-'));
	try {
		if (credential) {
			const file = path.join(directory, credential.name);
			writeFileSync(file, contentOf(credential), {mode: 0o400, flag: 'wx'});
			chownSync(file, uid, gid);
		}
		// Only now may the user look in.
		chownSync(directory, uid, gid);
		return await new Promise((resolve, reject) => {
			const child = spawn(program, args, {
				uid,
				gid,
				stdio: 'inherit',
				env: {
					...Object.fromEntries(kept),
					USER: user,
					LOGNAME: user,
					HOME: store.directory,
					// The service's own.
					XDG_CACHE_HOME: '/var/cache',
					MAILGRANT_CONFIG: store.directory,
					...(credential && {CREDENTIALS_DIRECTORY: directory}),
				},
			});
			child.once('error', reject);
			child.once('close', code => resolve(code ?? 1));
		});
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
}

function contentOf({name, file, isEncrypted}: Credential): Buffer {
	if (!isEncrypted) return explained('read', file, () => readFileSync(file));
	try {
		return execFileSync('systemd-creds', ['decrypt', `--name=${name}`, file, '-'], {
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: 30_000,
		});
	} catch {
		throw new UserError(`systemd-creds can't decrypt ${file}.`, [
			`See why: systemd-creds decrypt --name=${name} ${file} - > /dev/null`,
		]);
	}
}
