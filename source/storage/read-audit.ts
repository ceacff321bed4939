import {readFileSync} from 'node:fs';
import type {AuditLine} from '../audit-port.js';
import {auditFile} from './audit-file.js';
import {oldAuditFiles} from './audit-log.js';
import {explained} from './file-errors.js';
import {checkDirectory, checkFile} from './permissions.js';
import {isNumber, isText, objectOf} from './shape.js';

const lineShape = objectOf(
	{
		time: isText,
		uid: isNumber,
		pid: isNumber,
		command: isText,
		grant: isText,
		secret: isText,
		use: isText,
	},
	{sudoUser: isText},
);

/** All that was written down of the use of secrets, the oldest first. Lines that are none are left out. */
export function readAudit(directory: string): readonly AuditLine[] {
	if (!checkDirectory(directory)) return [];
	const newest = auditFile(directory);
	const old = Array.from(
		{length: oldAuditFiles},
		(_, index) => `${newest}.${oldAuditFiles - index}`,
	);
	return [...old, newest].flatMap(file => {
		if (!checkFile(file)) return [];
		const text = explained('read', file, () => readFileSync(file, 'utf8'));
		return text.split('\n').flatMap(line => parseLine(line) ?? []);
	});
}

function parseLine(line: string): AuditLine | undefined {
	try {
		const raw: unknown = JSON.parse(line);
		return lineShape(raw) ? (raw as AuditLine) : undefined;
	} catch (error) {
		// A disk that ran full cuts a line off.
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
