// node --hash-seed=1 --random-seed=1 compile.cjs PROGRAM CACHE [ARGUMENT…]: runs the program and keeps what V8
// compiled meanwhile. With the seeds two runs give the same bytes.
const {readFileSync, writeFileSync} = require('node:fs');
const {Script, constants} = require('node:vm');

const [, , program, cache] = process.argv;
process.argv.splice(1, 3, 'mailgrant');
const script = new Script(readFileSync(program, 'latin1'), {
	filename: 'mailgrant',
	importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
process.once('exit', () => writeFileSync(cache, script.createCachedData()));
script.runInThisContext()(require, module, exports);
