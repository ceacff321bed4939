import {statSync, writeSync} from 'node:fs';
import path from 'node:path';
import {appendLines, auditFile, auditLine, mostAuditBytes} from '../storage/audit-file.js';
import {configDirectory} from '../storage/config-directory.js';
import {errorCode} from '../storage/file-errors.js';
import {tokenBase} from '../storage/token-base.js';
import {tokenCopyFile} from '../storage/token-copy.js';
import {type Ask, askOf} from './ask.js';
import {type Found, findToken} from './find-token.js';
import {takeTurn} from './turn.js';

/** Shorter ones, of many who wait, take the processor from the one that they wait for. */
const pauseMs = 20;
/** As long as the program waits for one answer; whoever has waited so long asks it. */
const longestWaitMs = 10_000;

/** `mailgrant token NAME` where a fresh token is stored, without the rest of the program. Gives false, with nothing printed, wherever that is not all: then the program does it, and says what there is to say. */
export function printToken(argv: readonly string[]): boolean {
	const ask = askOf(argv);
	const token = ask && writtenDown(ask);
	return token !== undefined && print(`${token}\n`);
}

/** A stored token whose use is in the log; undefined wherever more than that is to be done. */
function writtenDown({name, directory: named}: Ask): string | undefined {
	try {
		const environment = process.env;
		const directory = path.resolve(configDirectory(named, environment));
		if (isElsewhere(directory, environment)) return undefined;
		const base = tokenBase(directory, name);
		const look = () => findToken({directory, base, name}, environment);
		const first = look();
		const found = first === 'due' ? awaited(base, look) : first;
		if (found === undefined || found === 'due') return undefined;
		const use = {grant: name, secret: 'access token', use: 'printed'};
		const line = auditLine(use, {now: Date.now(), command: 'token', environment});
		const file = auditFile(directory);
		const size = statSync(file, {throwIfNoEntry: false})?.size ?? 0;
		// What has grown too long gives way to a new file, which takes a lock.
		if (size + Buffer.byteLength(line) >= mostAuditBytes) return undefined;
		appendLines(file, line);
		return found.token;
	} catch {
		// Told by the program.
		return undefined;
	}
}

/** Whether another store than the one in the directory may be meant. */
const isElsewhere = (directory: string, {MAILGRANT_STORE: named}: NodeJS.ProcessEnv): boolean =>
	(named !== undefined && named !== '') ||
	statSync(path.join(directory, 'store.json'), {throwIfNoEntry: false}) !== undefined;

/** What another process finds, which looks after the same token now; undefined for the one that does. */
function awaited(base: string, look: () => Found): Found {
	const turn = takeTurn(base);
	if (turn.is === 'taken') {
		process.once('exit', turn.leave);
		return undefined;
	}
	const copy = tokenCopyFile(base);
	const changedAt = () => statSync(copy, {throwIfNoEntry: false})?.ctimeMs;
	let seen = changedAt();
	const until = performance.now() + longestWaitMs;
	while (performance.now() < until) {
		// Asked before the look, so that what was done at last is seen.
		const isOver = turn.isOver();
		const now = changedAt();
		if (isOver || now !== seen) {
			const found = look();
			if (isOver || found !== 'due') return found;
			seen = now;
		}
		pause();
	}
	return undefined;
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
			if (code === 'EAGAIN') pause();
			else if (rest.length === Buffer.byteLength(text)) return false;
			else throw error;
		}
	}
	return true;
}

function pause() {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}
