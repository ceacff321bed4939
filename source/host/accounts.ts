import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import type {Accounts} from '../service-port.js';

type Database = 'passwd' | 'group';

/** Users and groups of this host, or of the files below another root. */
export function createAccounts(
	root: string,
	environment: Readonly<Record<string, string | undefined>>,
): Accounts {
	const find = (database: Database, key: string) =>
		root === '/' ? ask(database, key) : fromFile(path.join(root, 'etc', database), key);
	const sudo = environment.SUDO_USER;
	return {
		user(name) {
			const [, , uid, gid] = find('passwd', name) ?? [];
			return uid === undefined || gid === undefined
				? undefined
				: {uid: Number(uid), gid: Number(gid)};
		},
		userName: uid => find('passwd', String(uid))?.[0],
		group(name) {
			const gid = find('group', name)?.[2];
			return gid === undefined ? undefined : Number(gid);
		},
		groupName: gid => find('group', String(gid))?.[0],
		homes: [
			...new Set([
				environment.HOME || homedir(),
				...(sudo ? [find('passwd', sudo)?.[5]].filter(home => home !== undefined) : []),
			]),
		],
	};
}

/** By getent, which also asks directories such as LDAP; the file where there is none. */
function ask(database: Database, key: string): readonly string[] | undefined {
	// Nothing that getent takes for an option.
	if (!/^[^-:\s][^:\s]*$/.test(key)) return undefined;
	try {
		return execFileSync('getent', [database, key], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
			timeout: 10_000,
		})
			.trim()
			.split(':');
	} catch (error) {
		// 2: there is none.
		if (error instanceof Error && 'status' in error && error.status === 2) return undefined;
		return fromFile(`/etc/${database}`, key);
	}
}

function fromFile(file: string, key: string): readonly string[] | undefined {
	try {
		return readFileSync(file, 'utf8')
			.split('\n')
			.map(line => line.split(':'))
			.find(([name, , id]) => name === key || id === key);
	} catch {
		return undefined;
	}
}
