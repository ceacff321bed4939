import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import type {Environment} from '../storage/config-directory.js';
import {checkCredential, credentialFile} from '../storage/credential.js';
import {errorCode, explained} from '../storage/file-errors.js';

/** What a password is for. */
export type PasswordFor = {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
};

const largest = 1024 * 1024;

/** The password of a server: the systemd credential `mailgrant-store-password`, else the first line of libpq's password file that fits. PGPASSWORD is not read: an environment can be listed. */
export function findPassword(about: PasswordFor, environment: Environment): string | undefined {
	const handed = credentialFile('mailgrant-store-password', environment);
	if (handed !== undefined && checkCredential(handed)) {
		return explained('read', handed, () => readFileSync(handed, 'utf8')).replace(
			/\r?\n[\s\S]*$/,
			'',
		);
	}
	const file = passwordFile(environment);
	return file === undefined ? undefined : passwordIn(textOf(file), about);
}

/** PGPASSFILE, else ~/.pgpass. */
export function passwordFile(environment: Environment): string | undefined {
	const {PGPASSFILE: named, HOME: home} = environment;
	return named || path.join(home || homedir(), '.pgpass');
}

/** HOST:PORT:DATABASE:USER:PASSWORD, a line each; * is any, a backslash takes the next character as it is. */
export function passwordIn(text: string, about: PasswordFor): string | undefined {
	const {host, port, database, user} = about;
	// libpq writes localhost for the usual socket directory.
	const hosts = host.startsWith('/') ? [host, 'localhost'] : [host];
	for (const line of text.split(/\r?\n/)) {
		if (line.startsWith('#') || line.trim() === '') continue;
		const fields = fieldsOf(line);
		const fits = [hosts, [String(port)], [database], [user]].every((wanted, index) => {
			const field = fields[index];
			return field === '*' || (field !== undefined && wanted.includes(plain(field)));
		});
		if (fits && fields[4] !== undefined) return plain(fields[4]);
	}
	return undefined;
}

/** Five at most, with their backslashes. */
function fieldsOf(line: string): readonly string[] {
	const fields = [''];
	for (const [part] of line.matchAll(/\\.|[\s\S]/g)) {
		if (part === ':' && fields.length < 5) fields.push('');
		else fields.push(`${fields.pop() ?? ''}${part}`);
	}
	return fields;
}

const plain = (field: string) => field.replace(/\\(.)/g, '$1');

function textOf(file: string): string {
	let stats: ReturnType<typeof statSync>;
	try {
		stats = statSync(file);
	} catch (error) {
		if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return '';
		return explained('read', file, () => {
			throw error;
		});
	}
	if (!stats.isFile() || stats.size > largest) return '';
	if ((stats.mode & 0o077) !== 0) {
		throw new UserError(`${file} holds passwords and is open to others.`, [
			`Close it: chmod 600 ${shellQuote(file)}`,
			'Then change the passwords in it: others may have read them.',
		]);
	}
	return explained('read', file, () => readFileSync(file, 'utf8'));
}
