import {homedir} from 'node:os';
import path from 'node:path';
import {isLasting, smallFlags} from './lasting.js';
import {printToken} from './quick-token/print-token.js';
import {restWhenIdle} from './rest-when-idle.js';

// What a Node too old for the program can still read: the program itself is one bundled file
// beside this one, and would not even load there.
const oldestNode = 22;

if (Number.parseInt(process.versions.node, 10) < oldestNode) {
	console.error(
		`mailgrant needs Node.js ${oldestNode} or newer, and this is ${process.versions.node}.`,
	);
	process.exitCode = 2;
} else if (printToken(process.argv.slice(2))) {
	// All is written; there is nothing to wait for.
	process.exit(0);
} else {
	// First, since what is compiled by other rules is kept apart.
	if (isLasting(process.argv)) keepSmall();
	else restWhenIdle();
	cacheCode();
	void import('./cli.js');
}

function keepSmall() {
	// Not loaded by others.
	const v8 = require('node:v8') as typeof import('node:v8');
	for (const flag of smallFlags) v8.setFlagsFromString(flag);
}

/** Reading the program costs most of its start. The cache is the user's own: Node's default is a directory below /tmp, where somebody else may have been first. Node 22.0 has none. */
function cacheCode() {
	const module = require('node:module') as typeof import('node:module');
	const caches = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
	module.enableCompileCache?.(path.join(caches, 'mailgrant'));
}
