import path from 'node:path';

const text = path.join(import.meta.dirname, 'source', 'text');

/** Fails the build when a package is no longer written as it was read. */
export function replaced(code, pattern, replacement, id) {
	const result = code.replace(pattern, replacement);
	if (result === code) throw new Error(`${id} has changed: ${pattern} is not in it.`);
	return result;
}

const segmenting =
	/node_modules\/(?:ink\/build\/line-update|(?:wrap-ansi|cli-truncate|string-width)\/index|slice-ansi\/tokenize-ansi|@alcalzone\/ansi-tokenize\/build\/tokenize)\.js$/;

const quickly = [
	{
		of: segmenting,
		change: [[/new Intl\.Segmenter\([^)]*\)/, 'quickGraphemes']],
		imports: 'graphemes as quickGraphemes',
		from: 'graphemes',
	},
	{
		of: /node_modules\/string-width\/index\.js$/,
		change: [
			['/^[\\u0020-\\u007E]*$/.test(string)', 'quickIsPlain(string)'],
			// A literal would be looked up as soon as the function around it is read.
			['const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;', 'let rgiEmojiRegex;'],
			['rgiEmojiRegex.test(', "(rgiEmojiRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test("],
		],
		imports: 'isPlain as quickIsPlain',
		from: 'simple',
	},
	{
		// It asks whether it was given a function.
		of: /node_modules\/signal-exit\/index\.js$/,
		change: [[/require\('assert'\)/, '{equal() {}}']],
	},
	{
		of: /node_modules\/ink\/build\/output\.js$/,
		change: [
			[
				'!/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value)',
				'(quickIsPlain(character.value) || !/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value))',
			],
		],
		imports: 'isPlain as quickIsPlain',
		from: 'simple',
	},
	{
		of: /node_modules\/ink\/build\/(?:line-update|sanitize-ansi)\.js$/,
		// These are all that there are (Unicode stability policy).
		change: [['\\p{Control}', '[\\0-\\x1F\\x7F-\\x9F]']],
	},
	{
		of: /node_modules\/ink\/build\/sanitize-ansi\.js$/,
		change: [
			[
				'const sanitizeAnsi = (text) => {',
				'const sanitizeAnsi = (text) => {\n\tif (!/[\\0-\\x08\\x0B-\\x1F\\x7F-\\x9F]/.test(text)) return text;',
			],
		],
	},
];

/** The tables of Intl.Segmenter, of emoji and of properties of characters take longer to load than a whole frame: only a text that needs them loads them. */
export const quickText = {
	name: 'quick-text',
	transform(code, id) {
		const rules = quickly.filter(({of}) => of.test(id));
		if (rules.length === 0) return undefined;
		let result = code;
		for (const {change, imports, from} of rules) {
			for (const [pattern, replacement] of change) {
				result = replaced(result, pattern, () => replacement, id);
			}
			if (imports) result = `import {${imports}} from '${text}/${from}.ts';\n${result}`;
		}
		return result;
	},
};

/** Yoga fetches its WebAssembly from a data URL, for which Node loads its HTTP client. It is handed over instead. */
export const quickYoga = {
	name: 'quick-yoga',
	transform(code, id) {
		if (id.endsWith('/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js')) {
			const [, base64] = /data:application\/octet-stream;base64,([\w+/=]+)/.exec(code) ?? [];
			if (!base64) throw new Error(`${id} has changed: there is no WebAssembly in it.`);
			return `${code.replace(base64, '')}\nexport const base64 = '${base64}';\n`;
		}
		if (!id.endsWith('/yoga-layout/dist/src/index.js')) return undefined;
		return replaced(
			replaced(code, 'import loadYoga from', 'import loadYoga, {base64} from', id),
			'loadYoga()',
			`loadYoga({
	instantiateWasm(imports, done) {
		const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(base64, 'base64')), imports);
		done(instance);
		return instance.exports;
	},
})`,
			id,
		);
	},
};

/** conf checks what it reads only against a schema, and mailgrant gives it none. */
export const withoutSchemas = {
	name: 'without-schemas',
	resolveId: id => (/^ajv(?:-formats$|\/)/.test(id) ? '\0no-schemas' : undefined),
	load: id =>
		id === '\0no-schemas'
			? "export class Ajv2020 { constructor() { throw new Error('There is no Ajv in it.'); } }\nexport default {};"
			: undefined,
};

/** Ink asks for its devtools only when DEV=true; a shipped program never does. */
export const withoutDevtools = {
	name: 'without-devtools',
	resolveId: id => (id === 'react-devtools-core' ? '\0nothing' : undefined),
	load: id => (id === '\0nothing' ? 'export default undefined;' : undefined),
};

/** Characters beyond ASCII make a file twice as large in memory, and slow to read. */
export const inAscii = {
	name: 'in-ascii',
	generateBundle(_options, bundle) {
		for (const chunk of Object.values(bundle)) {
			if (chunk.type === 'chunk') chunk.code = ascii(chunk.code);
		}
	},
};

export const ascii = code =>
	code.replace(
		/[\u007F-\uFFFF]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
