import type {AuditLine} from '../audit-port.js';

/** A use of a secret, in one line. */
export function auditText({
	time,
	uid,
	sudoUser,
	pid,
	command,
	grant,
	secret,
	use,
}: AuditLine): string {
	const who = sudoUser === undefined ? `uid ${uid}` : `uid ${uid} (${sudoUser})`;
	return `${time}  ${who}  ${command}[${pid}]  ${grant}: ${secret} ${use}`;
}
