// The first script of the single executable: runs the program with the code that was compiled for it.
const {getRawAsset} = require('node:sea');
const {Script, constants} = require('node:vm');

const script = new Script(Buffer.from(getRawAsset('program.js')).latin1Slice(), {
	filename: 'mailgrant',
	cachedData: Buffer.from(getRawAsset('program.cache')),
	importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
script.runInThisContext()(require, module, exports);
