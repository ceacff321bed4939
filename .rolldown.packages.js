import path from 'node:path';

const text = path.join(import.meta.dirname, 'source', 'text');

/** Fails the build when a package is no longer written as it was read. */
function replaced(code, pattern, replacement, id) {
	const result = code.replace(pattern, replacement);
	if (result === code) throw new Error(`${id} has changed: ${pattern} is not in it.`);
	return result;
}

const segmenting =
	/node_modules\/(?:ink\/build\/line-update|(?:wrap-ansi|cli-truncate|string-width)\/index|slice-ansi\/tokenize-ansi|@alcalzone\/ansi-tokenize\/build\/tokenize)\.js$/;

/** The tables of Intl.Segmenter and of emoji take longer to load than a whole frame: only a text that needs them loads them. */
export const quickText = {
	name: 'quick-text',
	transform(code, id) {
		if (!segmenting.test(id)) return undefined;
		const imports = [`import {graphemes as quickGraphemes} from '${text}/graphemes.ts';`];
		let changed = replaced(code, /new Intl\.Segmenter\([^)]*\)/, 'quickGraphemes', id);
		if (id.includes('/string-width/')) {
			imports.push(`import {isPlain as quickIsPlain} from '${text}/simple.ts';`);
			const ascii = '/^[\\u0020-\\u007E]*$/.test(string)';
			changed = replaced(changed, ascii, 'quickIsPlain(string)', id);
		}
		return `${imports.join('\n')}\n${changed}`;
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
