// node --hash-seed=1 --random-seed=1 compile.cjs DIRECTORY [ARGUMENT…]: runs the program of a directory as the
// executable would, and leaves beside each script what V8 compiled meanwhile. With the seeds two runs give the same bytes.
const {existsSync, readdirSync, readFileSync, writeFileSync} = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const [, , directory] = process.argv;
process.argv.splice(1, 2, 'mailgrant');
const scripts = new Map();

class Script extends vm.Script {
	constructor(code, {cachedData: _, ...options}) {
		super(code, options);
		scripts.set(options.filename, this);
	}
}

const instead = {
	'node:sea': {
		isSea: () => true,
		getRawAsset(name) {
			const file = path.join(directory, name);
			return existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
		},
	},
	'node:vm': {...vm, Script},
};
const loader = readFileSync(path.join(__dirname, 'loader.cjs'), 'utf8');

process.once('exit', () => {
	for (const name of readdirSync(directory)) {
		if (!name.endsWith('.cjs')) continue;
		// What this run did not need is kept as it is when it was just read.
		const code = readFileSync(path.join(directory, name), 'latin1');
		const script = scripts.get(name) ?? new vm.Script(code, {filename: name});
		writeFileSync(path.join(directory, `${name}.cache`), script.createCachedData());
	}
});
vm.compileFunction(loader, ['require'], {filename: 'loader.cjs'})(id => instead[id] ?? require(id));
