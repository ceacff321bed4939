// The first script of the single executable: a stored token is printed by the little that is needed for it,
// all else by the program, each part of it loaded when it is asked for, with the code that was compiled for it.
const {getRawAsset} = require('node:sea');
const {Script, constants} = require('node:vm');

const loaded = new Map();

/** What a script exports. */
function load(name) {
	const known = loaded.get(name);
	if (known) return known.exports;
	const module = {exports: {}};
	loaded.set(name, module);
	const script = new Script(Buffer.from(getRawAsset(name)).latin1Slice(), {
		filename: name,
		cachedData: Buffer.from(getRawAsset(`${name}.cache`)),
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	script.runInThisContext()(requireIn, module, module.exports, () => load('program.cjs'));
	return module.exports;
}

const requireIn = id => (id.startsWith('./') ? load(id.slice(2)) : require(id));

load('binary.cjs');
