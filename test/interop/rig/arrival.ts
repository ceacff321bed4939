import {vi} from 'vitest';
import {runProgram} from './run-program.js';
import type {Rig} from './start-rig.js';

/** The message of that subject, once it is in the mailbox. */
export const arrival = ({directory, mailbox}: Rig, subject: string): Promise<string> =>
	vi.waitUntil(
		async () => {
			const doveadm = ['/usr/bin/doveadm', '-c', `${directory}/d/dovecot.conf`];
			const query = ['fetch', '-u', mailbox, 'text', 'subject', subject];
			return (await runProgram([...doveadm, ...query], {home: directory})).stdout;
		},
		{timeout: 15_000, interval: 100},
	);
