import {userInfo} from 'node:os';

/** The name of the effective user; its number where it has no name, as in many containers. */
export function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return String(process.geteuid?.() ?? '');
	}
}
