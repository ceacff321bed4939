import {statSync, writeSync} from 'node:fs';
import path from 'node:path';
import {appendLine, auditFile, auditLine, mostAuditBytes} from '../storage/audit-file.js';
import {configDirectory} from '../storage/config-directory.js';
import {errorCode} from '../storage/file-errors.js';
import {type Ask, askOf} from './ask.js';
import {findToken} from './find-token.js';

const pauseMs = 5;

/** `mailgrant token NAME` where a fresh token is stored, without the rest of the program. Gives false, with nothing printed, wherever that is not all: then the program does it, and says what there is to say. */
export function printToken(argv: readonly string[]): boolean {
	const ask = askOf(argv);
	const token = ask && writtenDown(ask);
	return token !== undefined && print(`${token}\n`);
}

/** A stored token whose use is in the log; undefined wherever more than that is to be done. */
function writtenDown(ask: Ask): string | undefined {
	try {
		const environment = process.env;
		const directory = path.resolve(configDirectory(ask.directory, environment));
		const token = findToken(directory, ask.name, environment);
		if (token === undefined) return undefined;
		const use = {grant: ask.name, secret: 'access token', use: 'printed'};
		const line = auditLine(use, {now: Date.now(), command: 'token', environment});
		const file = auditFile(directory);
		const size = statSync(file, {throwIfNoEntry: false})?.size ?? 0;
		// What has grown too long gives way to a new file, which takes a lock.
		if (size + line.length >= mostAuditBytes) return undefined;
		appendLine(file, line);
		return token;
	} catch {
		// Told by the program.
		return undefined;
	}
}

/** Gives false when nothing of it can be written. */
function print(text: string): boolean {
	let rest = Buffer.from(text);
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(1, rest));
		} catch (error) {
			const code = errorCode(error);
			// A reader may have gone, or be slow.
			if (code === 'EPIPE' || code === 'EIO') return true;
			if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
			else if (rest.length === Buffer.byteLength(text)) return false;
			else throw error;
		}
	}
	return true;
}
