import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';

/** Whose a token file is, where it is not just of who writes it. */
export type Owner = {readonly uid?: number; readonly gid?: number};

/** Reads USER[:GROUP], names or numbers; either may be missing. Throws UserError for one that this host does not know. */
export function findOwner(text: string): Owner {
	const [, user = '', group] = /^([^:]*)(?::([^:]*))?$/.exec(text) ?? [];
	if (user === '' && !group) {
		throw new UserError('--token-owner names nobody.', ['As in: --token-owner mail:extraview'], 2);
	}
	return {
		uid: user === '' ? undefined : numberOf('passwd', user),
		gid: group ? numberOf('group', group) : undefined,
	};
}

function numberOf(database: 'passwd' | 'group', name: string): number {
	if (/^\d{1,10}$/.test(name)) return Number(name);
	const line = lines(database, name).find(text => text.startsWith(`${name}:`));
	const found = line?.split(':')[2];
	if (found !== undefined && /^\d+$/.test(found)) return Number(found);
	throw new UserError(
		`There is no ${database === 'passwd' ? 'user' : 'group'} "${clean(name, 60)}" on this host.`,
		[`See which there are: getent ${database}`],
		2,
	);
}

/** By getent, which also asks directories such as LDAP; the file where there is none. */
function lines(database: 'passwd' | 'group', name: string): readonly string[] {
	// Nothing that getent takes for an option.
	if (name.startsWith('-')) return [];
	try {
		return execFileSync('getent', [database, name], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
			timeout: 10_000,
		}).split('\n');
	} catch {
		return readFileSync(`/etc/${database}`, 'utf8').split('\n');
	}
}
