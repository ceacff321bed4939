import {fstatSync} from 'node:fs';
import {isSea} from 'node:sea';
import type {World} from '../commands/invocation.js';
import {configured} from './configured.js';
import type {Wiring} from './wiring.js';

/** The host itself: what it is, what runs services on it, who reads what is printed. */
export function wireHost({
	directory,
	version,
	signal,
}: Wiring): Pick<World, 'describeHost' | 'writeReport' | 'openServiceHost' | 'isJournal'> {
	return {
		async describeHost() {
			const {describeHost} = await import('../host/describe-host.js');
			return describeHost({version, ...(await configured(directory))});
		},
		async writeReport(file, text) {
			const {writeTextFile} = await import('../storage/write-text-file.js');
			return writeTextFile(file, text, 0o600);
		},
		async openServiceHost(root) {
			const {createServiceHost} = await import('../host/service-host.js');
			const where = await configured(directory);
			return createServiceHost({
				root,
				version,
				store: {
					directory: where.directory,
					isNamed: directory !== undefined || !!where.environment.MAILGRANT_CONFIG,
				},
				environment: where.environment,
				signal,
				execPath: process.execPath,
				// Of the executable it is the word by which it was called.
				file: isSea() ? undefined : process.argv[1],
			});
		},
		isJournal: isJournal(process.env.JOURNAL_STREAM),
	};
}

/** systemd.exec(5): device and inode of the stream that it has connected. A process that was started with another output keeps the variable. */
function isJournal(stream: string | undefined): boolean {
	if (stream === undefined) return false;
	try {
		const {dev, ino} = fstatSync(process.stdout.fd);
		return stream === `${dev}:${ino}`;
	} catch {
		return false;
	}
}
