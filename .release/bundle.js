import {readFileSync} from 'node:fs';
import path from 'node:path';
import {rolldown} from 'rolldown';

const root = path.join(import.meta.dirname, '..');

/** What a script of the CommonJS kind can't hold: modules that wait while they load. */
const withoutWaiting = {
	name: 'without-waiting',
	resolveId: id => (id === 'react-devtools-core' ? '\0nothing' : undefined),
	load: id => (id === '\0nothing' ? 'export default undefined;' : undefined),
	transform(code, id) {
		if (id.endsWith('/ink/build/devtools.js')) return 'export {};';
		// Only for DEV=true, which the executable never is.
		if (id.endsWith('/ink/build/reconciler.js')) {
			return replaced(code, /await (?=loadPackageJson\(|import\('\.\/devtools)/g, 'void ');
		}
		// The layout engine is WebAssembly in base64. Its loader lets the caller instantiate it at once.
		if (id.endsWith('/yoga-layout/dist/src/index.js')) {
			const {bytes} = wasmOf(path.join(path.dirname(id), '../binaries/yoga-wasm-base64-esm.js'));
			return `${replaced(code, 'await loadYoga()', 'loadAtOnce()')}
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
			return replaced(code, wasmOf(id).address, '').replaceAll('import.meta.url', '""');
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

function replaced(code, what, by) {
	const after = code.replace(what, by);
	if (after === code) throw new Error(`${what} is not there any more.`);
	return after;
}

/** The program as one script: a function of require, module and exports, in ASCII, so that it is read without decoding. */
export async function bundle(entry) {
	const build = await rolldown({
		input: path.join(root, entry),
		platform: 'node',
		external: [/^node:/],
		plugins: [withoutWaiting],
		transform: {define: {'process.env.NODE_ENV': '"production"'}},
		onLog(level, log, tell) {
			// clipboardy and others look beside their own file, which they do not have here: they say so.
			if (log.code !== 'EMPTY_IMPORT_META') tell(level, log);
		},
	});
	try {
		const {output} = await build.generate({
			format: 'cjs',
			codeSplitting: false,
			minify: {mangle: false, compress: false, codegen: {removeWhitespace: true}},
		});
		const [{code}] = output;
		return `(function (require, module, exports) {${ascii(code)}\n})`;
	} finally {
		await build.close();
	}
}

const ascii = text =>
	text.replace(
		/[\u0080-\uFFFF]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
