import {homedir} from 'node:os';
import path from 'node:path';
import {builtin} from './builtin.js';
import {printToken} from './quick-token/print-token.js';
import {tuneV8} from './tune-v8.js';

// What a Node too old for the program can still read: the program itself is one bundled file
// beside this one, and would not even load there.
const oldestNode = 22;

const words = process.argv.slice(2);
if (Number.parseInt(process.versions.node, 10) < oldestNode) {
	console.error(
		`mailgrant needs Node.js ${oldestNode} or newer, and this is ${process.versions.node}.`,
	);
	process.exitCode = 2;
} else if (printToken(words)) {
	// All is written; there is nothing to wait for.
	process.exit(0);
} else {
	tuneV8(words);
	cacheCode();
	void import('./cli.js');
}

/** Reading the program costs most of its start. The cache is the user's own: Node's default is a directory below /tmp, where somebody else may have been first. Node 22.0 has none. */
function cacheCode() {
	const caches = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
	builtin('node:module').enableCompileCache?.(path.join(caches, 'mailgrant'));
}
