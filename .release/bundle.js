import {readFileSync} from 'node:fs';
import path from 'node:path';
import {rolldown} from 'rolldown';
import {latePackagesInCommonJs} from '../.rolldown.builtins.js';
import {chunks} from '../.rolldown.chunks.js';
import {
	ascii,
	quickText,
	replaced,
	withoutDevtools,
	withoutSchemas,
} from '../.rolldown.packages.js';

const root = path.join(import.meta.dirname, '..');

/** What a script of the CommonJS kind can't hold: modules that wait while they load. */
const withoutWaiting = {
	name: 'without-waiting',
	transform(code, id) {
		if (id.endsWith('/ink/build/devtools.js')) return 'export {};';
		// Only for DEV=true, which the executable never is.
		if (id.endsWith('/ink/build/reconciler.js')) {
			return replaced(code, /await (?=loadPackageJson\(|import\('\.\/devtools)/g, 'void ', id);
		}
		// The layout engine is WebAssembly in base64. Its loader lets the caller instantiate it at once.
		if (id.endsWith('/yoga-layout/dist/src/index.js')) {
			const {bytes} = wasmOf(path.join(path.dirname(id), '../binaries/yoga-wasm-base64-esm.js'));
			return `${replaced(code, 'await loadYoga()', 'loadAtOnce()', id)}
function loadAtOnce() {
	const bytes = Buffer.from('${bytes}', 'base64');
	const yoga = {
		instantiateWasm(imports, done) {
			const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
			done(instance);
			return instance.exports;
		},
	};
	loadYoga(yoga);
	return yoga;
}`;
		}
		if (id.endsWith('/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js')) {
			return replaced(code, wasmOf(id).address, '', id).replaceAll('import.meta.url', '""');
		}
		return undefined;
	},
};

function wasmOf(file) {
	const [address, bytes] =
		/data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/.exec(readFileSync(file, 'utf8')) ??
		[];
	if (!bytes) throw new Error(`There is no WebAssembly in ${file}.`);
	return {address, bytes};
}

/** Modules of Node are looked up when something of theirs is used: one script names them all at its beginning. */
const lateBuiltins = {
	name: 'late-builtins',
	renderChunk(code) {
		const late = code.replace(
			/^let (\w+) = require\("(node:[\w/]+)"\);\n(?:\1 = [\w.]+\(\1.*\);\n)?/gm,
			'const $1 = lateBuiltin("$2");\n',
		);
		return `const lateBuiltin = name => {
	let found;
	return new Proxy({}, {
		get(_, key) {
			found ??= require(name);
			return key === "default" ? found : found[key];
		},
	});
};
${late}`;
	},
};

/** The entry and the program as scripts, by name: functions of require, module, exports and what runs the program; in ASCII, so that they are read without decoding. */
export async function bundle() {
	const parts = [
		...(await build({binary: path.join(root, 'source/binary.ts')}, false)),
		...(await build({program: path.join(root, 'source/cli.ts')}, chunks)),
	];
	return parts.map(({fileName, code}) => ({
		name: fileName,
		code: `(function (require, module, exports, runProgram) {${ascii(code)}\n})`,
	}));
}

async function build(input, codeSplitting) {
	const bundler = await rolldown({
		input,
		platform: 'node',
		external: [/^node:/],
		preserveEntrySignatures: false,
		plugins: [
			withoutDevtools,
			withoutSchemas,
			latePackagesInCommonJs,
			quickText,
			withoutWaiting,
			lateBuiltins,
		],
		transform: {define: {'process.env.NODE_ENV': '"production"'}},
		onLog(level, log, tell) {
			// clipboardy and others look beside their own file, which they do not have here: they say so.
			if (log.code !== 'EMPTY_IMPORT_META') tell(level, log);
		},
	});
	try {
		const {output} = await bundler.generate({
			format: 'cjs',
			codeSplitting,
			entryFileNames: '[name].cjs',
			chunkFileNames: '[name].cjs',
			minify: {mangle: false, compress: false, codegen: {removeWhitespace: true}},
		});
		return output;
	} finally {
		await bundler.close();
	}
}
