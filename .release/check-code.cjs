// node check-code.cjs DIRECTORY: whether V8 takes the code that lies beside each script; else each start would compile anew.
const {readdirSync, readFileSync} = require('node:fs');
const path = require('node:path');
const {Script} = require('node:vm');

const [, , directory] = process.argv;
for (const filename of readdirSync(directory)) {
	if (!filename.endsWith('.cjs')) continue;
	const file = path.join(directory, filename);
	const cachedData = readFileSync(`${file}.cache`);
	const {cachedDataRejected} = new Script(readFileSync(file, 'latin1'), {filename, cachedData});
	if (cachedDataRejected) throw new Error(`V8 does not take the code of ${filename}.`);
}
