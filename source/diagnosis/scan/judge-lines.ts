import type {Verdict} from './judge.js';
import type {LogLine} from './log-line.js';

/** Judges lines that belong together; undefined when nothing in them is wrong. */
export type JudgeLines = (lines: readonly LogLine[], text?: string) => Verdict | undefined;
