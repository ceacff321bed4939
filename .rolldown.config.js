/** Ink asks for its devtools only when DEV=true; a shipped program never does. */
const withoutDevtools = {
	name: 'without-devtools',
	resolveId: id => (id === 'react-devtools-core' ? '\0nothing' : undefined),
	load: id => (id === '\0nothing' ? 'export default undefined;' : undefined),
};

const shared = {
	platform: 'node',
	// clipboardy finds its helper programs beside its own files, so it stays a package.
	external: ['clipboardy', /^node:/],
	plugins: [withoutDevtools],
	transform: {define: {'process.env.NODE_ENV': '"production"'}},
};
const banner = '#!/usr/bin/env node';

export default [
	// The program is one file: screens are dynamic imports in it, evaluated only when they are shown.
	{...shared, input: 'source/cli.ts', output: {file: 'dist/program.js', codeSplitting: false}},
	// What cannot be in it: the few lines that turn the compile cache on before it is read.
	{...shared, input: 'source/mailgrant.ts', output: {file: 'dist/mailgrant.js', banner}},
];
