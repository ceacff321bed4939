import {randomUUID} from 'node:crypto';
import {type BigIntStats, constants} from 'node:fs';
import {access, open, realpath, rename, rm, stat, utimes} from 'node:fs/promises';
import path from 'node:path';
import type {Call} from '../call.js';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {insertLines} from '../extraview/mounts/mount-lines.js';
import type {Insertion} from '../extraview/mounts/verdict.js';
import {shellQuote} from '../shell-quote.js';
import type {Apache, Applied} from '../web-server-port.js';
import {backupName} from './backup-name.js';
import {shellLine} from './find-apache.js';
import {digestOf, readBytes, whyUnread} from './read-capped.js';
import {runHttpd} from './run-httpd.js';

/** A configuration test looks up host names; the deadline of one connection is too short for it. */
const testMs = 60_000;

/** Writes the lines, with a backup, and takes them back when httpd does not accept them. However it ends, the file is either whole and new or, byte for byte, what it was. */
export async function applyLines(
	apache: Apache,
	insertion: Insertion & {readonly asRoot?: string},
	{signal}: Pick<Call, 'signal'>,
	now: Date,
): Promise<Applied> {
	const {test, reload, environment} = apache.commands;
	if (!test) {
		throw new UserError('No httpd program was found, so that a change could not be tested.', [
			'Nothing was written. Add the lines by hand, and test them there.',
		]);
	}
	const file = await realpath(insertion.file).catch((error: unknown) => {
		throw unwritten(insertion.file, whyUnread(error));
	});
	const old = await readBytes(file);
	if ('why' in old) throw unwritten(file, old.why);
	const {bytes} = old;
	if (digestOf(bytes) !== apache.digests.get(insertion.file)) {
		throw unwritten(file, 'It has changed since it was read. Check again, then apply.');
	}
	await requireWrite(file, insertion.asRoot);
	const runTest = (until: AbortSignal) =>
		runHttpd(test, {signal: until, timeoutMs: testMs, environment});
	const before = await runTest(signal);
	if (!before.ok) {
		throw new UserError(`The configuration fails its test before any change: ${before.said}`, [
			'Nothing was written. Repair that first.',
			`Test it: ${shellLine(test)}`,
		]);
	}
	const status = await stat(file, {bigint: true});
	const backup = backupName(file, apache.configuration.includes, now);
	const text = insertLines(bytes, insertion.lines, insertion.beforeLine);
	try {
		await writeNew(backup, bytes, status);
		await utimes(backup, Number(status.atimeMs) / 1000, Number(status.mtimeMs) / 1000);
		await replace(file, text, status);
	} catch (error) {
		await rm(backup, {force: true});
		throw unwritten(file, whyUnread(error));
	}
	async function putBack() {
		try {
			await rename(backup, file);
		} catch {
			// The backup may be on another file system.
			await replace(file, bytes, status);
			await rm(backup, {force: true});
		}
	}
	try {
		const after = await runTest(signal);
		if (!after.ok) {
			await putBack();
			return {ok: false, file, said: after.said};
		}
	} catch (error) {
		await putBack();
		throw error;
	}
	return {
		ok: true,
		file,
		backup,
		undo: `mv ${shellQuote(backup)} ${shellQuote(file)}`,
		...(reload && {reload: shellLine(reload)}),
	};
}

/** Rights on the directory too, since the file is replaced. */
async function requireWrite(
	file: string,
	asRoot = 'sudo mailgrant mounts --apply …',
): Promise<void> {
	try {
		await access(file, constants.W_OK);
		await access(path.dirname(file), constants.W_OK);
	} catch (error) {
		const isRoot = process.geteuid?.() === 0;
		throw new UserError(
			isRoot
				? `${clean(file, 300)} can't be written: ${whyUnread(error)}`
				: `Only root may write ${clean(file, 300)}, and this is another user.`,
			[
				`Nothing was written. Run it as root: ${asRoot}`,
				'Or give the lines to whoever is root here.',
			],
		);
	}
}

/** A new file with the bytes, the owner and the mode of another. */
async function writeNew(file: string, bytes: Uint8Array, like: BigIntStats): Promise<void> {
	const handle = await open(file, 'wx', 0o600);
	try {
		await handle.writeFile(bytes);
		// First the owner: a change of owner clears bits of the mode.
		if (
			like.uid !== BigInt(process.geteuid?.() ?? -1) ||
			like.gid !== BigInt(process.getegid?.() ?? -1)
		) {
			await handle.chown(Number(like.uid), Number(like.gid));
		}
		await handle.chmod(Number(like.mode & 0o7777n));
		await handle.sync();
	} catch (error) {
		await rm(file, {force: true});
		throw error;
	} finally {
		await handle.close();
	}
}

async function replace(file: string, bytes: Uint8Array, like: BigIntStats): Promise<void> {
	// With a dot in front no wildcard of an Include takes it.
	const fresh = path.join(path.dirname(file), `.mailgrant-${randomUUID()}`);
	await writeNew(fresh, bytes, like);
	try {
		await rename(fresh, file);
	} catch (error) {
		await rm(fresh, {force: true});
		throw error;
	}
	const directory = await open(path.dirname(file), 'r');
	try {
		await directory.sync();
	} finally {
		await directory.close();
	}
}

const unwritten = (file: string, why: string) =>
	new UserError(`${clean(file, 300)} was not written. ${why}`, ['The file is as it was.']);
