import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parseArguments} from '../../source/commands/parse-arguments.js';
import {firstCallbackPort} from '../../source/tasks/grants.js';
import type {Call} from './reader-shell.js';

const root = path.join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
	readonly name: string;
	readonly version: string;
	readonly scripts: Readonly<Record<string, string>>;
};
const {name, version, scripts} = manifest;

/** What the builds of this repository leave behind, by the script that makes it. */
const built = {
	'build:binary': `release/${name}-linux-x64`,
	'build:deb': `./release/${name}_${version}_amd64.deb`,
	pack: `./${name}-${version}.tgz`,
} as const;

/** What is wrong with a call that a stand-in took, by what this repository has; undefined when it would do what the page says. */
export function wrongWith(call: Call, before: readonly Call[]): string | undefined {
	const [program, ...words] = call;
	const line = call.join(' ');
	const made = (what: keyof typeof built) =>
		before.some(([npm, ...given]) => npm === 'npm' && given.at(-1) === what);
	const isOne = (...known: readonly string[]) =>
		known.includes(line) ? undefined : `not known: ${line}`;
	switch (program) {
		case 'sudo': {
			const [inner = '', ...rest] = words;
			return wrongWith([inner, ...rest], before);
		}
		case 'mailgrant':
			return wrongArguments(words);
		case 'npm': {
			const [verb, script = ''] = words;
			if (verb === 'run') return wrongScript(script);
			if (line === `npm install --global ${built.pack}`) {
				return made('pack') ? undefined : 'npm pack has to come before';
			}
			return isOne('npm install', 'npm pack');
		}
		case 'install':
			if (!made('build:binary')) return 'build:binary has to come before';
			if (!/mailgrant-linux-\$\{arch\}/.test(read('.release/build-binary.js'))) {
				return 'build-binary.js makes a file of another name';
			}
			return isOne(`install ${built['build:binary']} /usr/local/bin/mailgrant`);
		case 'apt':
			if (!made('build:deb') || !made('build:binary')) return 'both builds have to come before';
			if (!/mailgrant_\$\{version\}_\$\{architecture\}\.deb/.test(read('.release/build-deb.js'))) {
				return 'build-deb.js makes a file of another name';
			}
			return isOne(`apt install ${built['build:deb']}`);
		case 'ssh':
			return isOne(
				`ssh -L ${firstCallbackPort}:localhost:${firstCallbackPort} ada@mail7.example.com`,
			);
		case 'systemctl':
			return isOne('systemctl status mailgrant', 'systemctl reload my-mailer');
		case 'journalctl':
			return isOne('journalctl -u mailgrant -p warning');
		default:
			return `nobody knows ${program}`;
	}
}

function wrongArguments(words: readonly string[]): string | undefined {
	const at = words.indexOf('--');
	const own = at === -1 ? words : words.slice(0, at);
	try {
		parseArguments(own);
		if (at !== -1) parseArguments(words.slice(at + 1));
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** A script that is not there, or runs a file or a command of mailgrant that is not. */
function wrongScript(script: string): string | undefined {
	const line = scripts[script];
	if (line === undefined) return `there is no npm script ${script}`;
	const [node, file = '', ...words] = line.split(' ');
	if (node !== 'node' || !existsSync(path.join(root, file)))
		return `${script} runs nothing: ${line}`;
	return file === 'dist/mailgrant.js' ? wrongArguments(words) : undefined;
}
