import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Places} from '../../web-server/find-apache.js';
import type {PracticeDirectory} from '../practice-directory.js';
import {apacheFiles} from './apache-files.js';
import {apacheProgram} from './apache-program.js';

/** The practice httpd, as it lies on disk. */
export type PracticeApache = {
	/** The file that it begins with. */
	readonly configFile: string;
	/** The program that tests and reloads it. */
	readonly control: string;
	/** Where it is found, and no other. */
	readonly places: Places;
};

const folder = 'apache2';

/** Writes an httpd for the port: its configuration, which is in force as it is written, and its programs. */
export async function openApache(
	directory: PracticeDirectory,
	port: number,
): Promise<{readonly apache: PracticeApache; readonly readInForce: () => Promise<string>}> {
	const root = join(directory.path, folder);
	const files = apacheFiles(port, root);
	for (const [name, text] of Object.entries(files))
		await directory.write(`${folder}/${name}`, text);
	const inForce = await directory.write(
		`${folder}/in-force`,
		Object.entries(files)
			.flatMap(([name, text]) => (name.endsWith('.conf') ? text.replace(/^Include.*$/m, '') : []))
			.join(''),
	);
	const program = apacheProgram(root);
	const binary = await directory.write(`${folder}/bin/apache2`, program, {isProgram: true});
	const control = await directory.write(`${folder}/bin/apache2ctl`, program, {isProgram: true});
	const configFile = join(root, 'apache2.conf');
	return {
		apache: {
			configFile,
			control,
			places: {
				programs: [join(root, 'bin')],
				configurations: [configFile],
				running: async () => [[binary, '-f', configFile, '-k', 'start']],
			},
		},
		readInForce: () => readFile(inForce, 'utf8'),
	};
}
