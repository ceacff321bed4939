import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {HandedKey, Programs} from '../programs-port.js';
import {runProgram} from '../run-program.js';
import {findProgram, usualDirectories} from './find-program.js';

/** The programs of this host, started with nothing of this process's environment but its home. */
export function createPrograms({
	own,
	ownAsRoot = own,
	handedKey = () => undefined,
	home,
	directories = usualDirectories,
}: {
	readonly own: readonly string[];
	readonly ownAsRoot?: readonly string[];
	readonly handedKey?: () => HandedKey | undefined;
	/** Where the command for the token finds its configuration. */
	readonly home: string;
	/** Where programs are looked for; only tests look elsewhere. */
	readonly directories?: readonly string[];
}): Programs {
	return {
		own,
		ownAsRoot,
		handedKey,
		find: name => findProgram(name, directories),
		async run(program, trial, call) {
			// mkdtemp makes it 0700.
			const directory = await mkdtemp(path.join(tmpdir(), 'mailgrant-try-'));
			try {
				const {files, args, input} = trial.prepare(directory);
				for (const [name, text] of Object.entries(files)) {
					await writeFile(path.join(directory, name), text, {mode: 0o600, flag: 'wx'});
				}
				const ran = await runProgram(program, {
					...call,
					args,
					input,
					hangsAfter: trial.hangsAfter,
					directory,
					environment: {PATH: usualDirectories.join(':'), LANG: 'C.UTF-8', HOME: home},
				});
				return {...ran, said: ran.said.replaceAll(`${directory}/`, '')};
			} finally {
				await rm(directory, {recursive: true, force: true});
			}
		},
	};
}
