import {chmodSync, cpSync, mkdirSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';

/** Copies a directory with all below it, modes and times too; nobody else gets into the copy while it grows. */
export function copyTree(from: string, to: string): void {
	mkdirSync(to, {mode: 0o700});
	// Node.js before 26 gives directories the mode of the process.
	cpSync(from, to, {recursive: true, preserveTimestamps: true});
	keepModes(from, to);
}

function keepModes(from: string, to: string): void {
	for (const entry of readdirSync(from, {withFileTypes: true})) {
		if (entry.isDirectory()) keepModes(path.join(from, entry.name), path.join(to, entry.name));
	}
	chmodSync(to, statSync(from).mode & 0o7777);
}
