import {lstat, realpath} from 'node:fs/promises';
import {UserError} from '../errors.js';
import type {Configuration, Library, Setting} from '../extraview/mounts/configuration.js';
import {readConfiguration} from '../extraview/mounts/read-configuration.js';
import {shellQuote} from '../shell-quote.js';
import {expandPattern} from './expand-pattern.js';
import {readCapped} from './read-capped.js';

const maxRounds = 60;
const maxTotal = 50_000_000;

/** Reads httpd's configuration with all that it includes. Throws UserError when its first file can't be read. */
export async function readApache(
	entry: string,
	setting: Setting,
	signal: AbortSignal,
): Promise<{
	readonly configuration: Configuration;
	readonly links: readonly {readonly file: string; readonly target: string}[];
	readonly digests: ReadonlyMap<string, string>;
}> {
	const texts = new Map<string, {readonly text: string} | {readonly why: string}>();
	const matches = new Map<string, readonly string[]>();
	const digests = new Map<string, string>();
	const library: Library = {texts, matches};
	let total = 0;
	for (let round = 0; round < maxRounds; round += 1) {
		signal.throwIfAborted();
		const {configuration, wanted} = readConfiguration(entry, library, setting);
		if (wanted.files.length === 0 && wanted.patterns.length === 0) {
			return {configuration, links: await linksAmong(configuration.files), digests};
		}
		for (const pattern of wanted.patterns) matches.set(pattern, await expandPattern(pattern));
		for (const file of wanted.files) {
			signal.throwIfAborted();
			const read =
				total > maxTotal
					? {why: 'More than 50 MB of configuration were read before it.'}
					: await readCapped(file);
			if (file === entry && 'why' in read) throw unreadable(file, read.why);
			if ('text' in read) {
				total += read.text.length;
				digests.set(file, read.digest);
			}
			texts.set(file, read);
		}
	}
	throw new UserError(`${entry} includes files through more than ${maxRounds} others.`, [
		'Look for files that include each other: apachectl configtest',
	]);
}

const unreadable = (file: string, why: string) =>
	new UserError(`${file} can't be read. ${why}`, [
		`Look at it: ls -l ${shellQuote(file)}`,
		'Or name the file that httpd begins with: mailgrant mounts --apache-config FILE',
	]);

async function linksAmong(files: readonly string[]) {
	const links: {readonly file: string; readonly target: string}[] = [];
	for (const file of files) {
		const isLink = await lstat(file).then(
			stats => stats.isSymbolicLink(),
			() => false,
		);
		if (isLink) links.push({file, target: await realpath(file).catch(() => file)});
	}
	return links;
}
