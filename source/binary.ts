import {isLasting, smallFlags} from './lasting.js';
import {printToken} from './quick-token/print-token.js';
import {restWhenIdle} from './rest-when-idle.js';

/** Given by the single executable: runs the program, with the code that was compiled for it. */
declare const runProgram: () => void;

if (printToken(process.argv.slice(2))) process.exit(0);
else {
	if (isLasting(process.argv)) {
		const v8 = process.getBuiltinModule('node:v8');
		for (const flag of smallFlags) v8.setFlagsFromString(flag);
	} else restWhenIdle();
	runProgram();
}
