import {readFileSync} from 'node:fs';
import type {Environment} from './environment.js';

/** A process above this one. */
export type Ancestor = {
	/** Short name, such as `sshd`. */
	readonly command: string;
	/** As it was started; undefined when it belongs to another user. */
	readonly environment?: Environment;
};

const longestChain = 40;
const longestEnvironment = 256 * 1024;

/** The processes above this one, the closest first; empty where there is no /proc. */
export function readAncestors(): readonly Ancestor[] {
	const ancestors: Ancestor[] = [];
	for (let pid = process.ppid; pid > 1 && ancestors.length < longestChain; ) {
		const stat = readIfAllowed(`/proc/${pid}/stat`);
		if (stat === undefined) break;
		// proc(5): the name stands in parentheses and may itself hold spaces and parentheses.
		const end = stat.lastIndexOf(')');
		ancestors.push({
			command: stat.slice(stat.indexOf('(') + 1, end),
			environment: parseEnvironment(readIfAllowed(`/proc/${pid}/environ`)),
		});
		pid = Number(stat.slice(end + 2).split(' ')[1]);
	}
	return ancestors;
}

function parseEnvironment(text: string | undefined): Environment | undefined {
	if (!text) return undefined;
	const pairs = text
		.slice(0, longestEnvironment)
		.split('\0')
		.flatMap(line => {
			const at = line.indexOf('=');
			return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
		});
	return Object.fromEntries(pairs);
}

function readIfAllowed(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// Other systems have none, and other users' is closed.
		return undefined;
	}
}
