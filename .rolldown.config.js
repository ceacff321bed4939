/** Ink asks for its devtools only when DEV=true; a shipped program never does. */
const withoutDevtools = {
	name: 'without-devtools',
	resolveId: id => (id === 'react-devtools-core' ? '\0nothing' : undefined),
	load: id => (id === '\0nothing' ? 'export default undefined;' : undefined),
};

// One bundled file: screens are dynamic imports inside it, evaluated only when screens are shown.
export default {
	input: 'source/cli.ts',
	platform: 'node',
	// clipboardy finds its helper programs beside its own files, so it stays a package.
	external: ['clipboardy', /^node:/],
	plugins: [withoutDevtools],
	transform: {define: {'process.env.NODE_ENV': '"production"'}},
	output: {
		file: 'dist/mailgrant.js',
		format: 'esm',
		codeSplitting: false,
		banner: '#!/usr/bin/env node',
	},
};
