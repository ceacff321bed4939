import path from 'node:path';
import {latePackagesInCommonJs, quickBuiltins} from './.rolldown.builtins.js';
import {chunks} from './.rolldown.chunks.js';
import {
	inAscii,
	quickText,
	quickYoga,
	withoutDevtools,
	withoutSchemas,
} from './.rolldown.packages.js';

const source = path.join(import.meta.dirname, 'source');

/** What the entry is built with: the program beside it, loaded only when it is needed, and not all of what is slow to load in Node. */
const entryParts = {
	name: 'entry-parts',
	resolveId(id, importer) {
		if (id === './cli.js') return {id: './program.mjs', external: true};
		const [, builtin] = /^node:(crypto|os|path)$/.exec(id) ?? [];
		const file = builtin && path.join(source, 'quick-token', `${builtin}.ts`);
		return file === importer ? undefined : file;
	},
};

/** The entry is CommonJS, which starts sooner than a module does. */
const asCommonJs = {
	name: 'as-common-js',
	generateBundle() {
		this.emitFile({type: 'asset', fileName: 'package.json', source: '{"type":"commonjs"}\n'});
	},
};

const shared = {
	platform: 'node',
	// What is in which file is decided by the chunks.
	checks: {ineffectiveDynamicImport: false},
	transform: {define: {'process.env.NODE_ENV': '"production"'}},
};

export default [
	// The program is one file: screens are dynamic imports in it, evaluated only when they are shown.
	{
		...shared,
		input: {program: 'source/cli.ts'},
		preserveEntrySignatures: false,
		// clipboardy finds its helper programs beside its own files, so it stays a package.
		external: ['clipboardy', /^node:/],
		plugins: [
			withoutDevtools,
			withoutSchemas,
			latePackagesInCommonJs,
			quickText,
			quickYoga,
			quickBuiltins,
			inAscii,
		],
		output: {
			dir: 'dist',
			entryFileNames: '[name].mjs',
			chunkFileNames: 'program/[name].mjs',
			codeSplitting: chunks,
		},
	},
	// What cannot be in it: the few lines that turn the compile cache on before it is read, and what
	// prints a stored token without it.
	{
		...shared,
		input: 'source/mailgrant.ts',
		plugins: [entryParts, asCommonJs],
		transform: {target: 'node14'},
		output: {
			file: 'dist/mailgrant.js',
			format: 'cjs',
			banner: '#!/usr/bin/env node',
			codeSplitting: false,
			// It is read anew for each token.
			minify: true,
		},
	},
];
