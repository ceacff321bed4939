import type {StepStatus} from '../checklist/step-status.js';

/** What a text means; how that looks is said here only. Words stand beside every colour. */
export type Tone =
	| 'plain'
	| 'strong'
	| 'dim'
	| 'done'
	| 'needs you'
	| 'failed'
	| 'running'
	| 'key'
	| 'practice'
	| 'caret'
	/** A QR code: ink on paper, whatever the terminal's colours are. */
	| 'code'
	| 'ink';

type Look = {
	readonly color?: string;
	readonly backgroundColor?: string;
	readonly bold?: boolean;
	readonly dimColor?: boolean;
};

export const looks: Readonly<Record<Tone, Look>> = {
	plain: {},
	strong: {bold: true},
	dim: {dimColor: true},
	done: {color: 'green'},
	'needs you': {color: 'yellow'},
	failed: {color: 'red'},
	running: {color: 'cyan'},
	key: {color: 'cyan'},
	practice: {color: 'magenta', bold: true},
	// The cursor of the terminal stands there: nothing is painted for it, and it costs no bytes.
	caret: {},
	code: {color: '#000000', backgroundColor: '#ffffff'},
	ink: {color: '#ffffff', backgroundColor: '#000000'},
};

export const glyphs = {cursor: '›', waiting: '·', separator: ' · ', rule: '─'} as const;

export type Mark = {
	readonly word: string;
	readonly tone: Tone;
	/** The word for a glyph. */
	readonly said?: string;
};

const marks: Readonly<Record<StepStatus['is'], Mark>> = {
	done: {word: 'done', tone: 'done'},
	failed: {word: 'failed', tone: 'failed'},
	stale: {word: 'stale', tone: 'needs you'},
	'needs you': {word: 'needs you', tone: 'needs you'},
	waiting: {word: glyphs.waiting, tone: 'dim', said: 'waiting'},
	'left out': {word: 'left out', tone: 'dim'},
};

/** The word of a step's status, and its meaning as a colour. */
export const markOf = (is: StepStatus['is'], isRunning: boolean): Mark =>
	isRunning ? {word: 'running', tone: 'running'} : marks[is];

/** The same for one layer or one check. */
export const resultMarks: Readonly<Record<'running' | 'ok' | 'failed' | 'unknown', Mark>> = {
	running: {word: 'running', tone: 'running'},
	ok: {word: 'ok', tone: 'done'},
	failed: {word: 'failed', tone: 'failed'},
	unknown: {word: 'unknown', tone: 'needs you'},
};
