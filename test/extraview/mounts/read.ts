import type {Configuration, Setting} from '../../../source/extraview/mounts/configuration.js';
import {readConfiguration} from '../../../source/extraview/mounts/read-configuration.js';

/** Reads a configuration out of texts by path; patterns know `*` only. */
export function read(
	files: Readonly<Record<string, string>>,
	setting: Partial<Setting> = {},
): Configuration {
	const texts = new Map(Object.entries(files).map(([file, text]) => [file, {text}] as const));
	const matches = new Map<string, readonly string[]>();
	const all: Setting = {
		root: '/etc/apache2',
		variables: new Map(),
		compiledIn: ['core.c', 'mod_so.c'],
		...setting,
	};
	for (;;) {
		const library = {texts, matches};
		const {configuration, wanted} = readConfiguration('/etc/apache2/apache2.conf', library, all);
		for (const file of wanted.files) {
			if (!texts.has(file)) throw new Error(`${file} is wanted and not there`);
		}
		if (wanted.patterns.length === 0) return configuration;
		for (const pattern of wanted.patterns) {
			const expression = new RegExp(
				`^${pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '[^/]*')}$`,
			);
			matches.set(pattern, [...texts.keys()].filter(file => expression.test(file)).toSorted());
		}
	}
}

/** One file, with mod_jk loaded. */
export const readOne = (text: string) =>
	read({'/etc/apache2/apache2.conf': `LoadModule jk_module mod_jk.so\n${text}`});
