import {printToken} from './quick-token/print-token.js';
import {tuneV8} from './tune-v8.js';

/** Given by the single executable: runs the program, with the code that was compiled for it. */
declare const runProgram: () => void;

const words = process.argv.slice(2);
if (printToken(words)) process.exit(0);
else {
	tuneV8(words);
	runProgram();
}
