/** What a program sends to a terminal, cut where its meaning changes. */
export type Token =
	| {readonly type: 'text'; readonly raw: string}
	| {readonly type: 'control'; readonly raw: string}
	| {
			/** CSI, ECMA-48 5.4. */
			readonly type: 'control sequence';
			readonly raw: string;
			/** What stands before the final bytes, such as `?25`. */
			readonly parameters: string;
			/** Intermediate bytes and the final one, such as `h`. */
			readonly final: string;
	  }
	| {readonly type: 'link'; readonly raw: string; readonly target: string}
	/** OSC, DCS, SOS, PM and APC: what says something to the terminal but draws nothing. */
	| {readonly type: 'string'; readonly raw: string}
	| {readonly type: 'escape'; readonly raw: string};

const controlSequence = /\u001B\[([0-?]*)([ -/]*[@-~])/y;
const stringOpening = /\u001B[\]PX^_]/y;
const stringEnd = /\u0007|\u001B\\|\u009C/g;
const twoCharacters = /\u001B[ -/]*[0-~]/y;
const text = /[^\u0000-\u001F\u007F-\u009F]+/y;
const link = /^\u001B\]8;[^;]*;(.*?)(?:\u0007|\u001B\\|\u009C)$/s;

/** Longer than any sequence of use; what has no end by then is passed on as it is. */
const longestSequence = 1_000_000;

/** `rest` is the beginning of a sequence whose end has not come. */
export function tokensOf(input: string): {
	readonly tokens: readonly Token[];
	readonly rest: string;
} {
	const tokens: Token[] = [];
	let at = 0;
	const match = (pattern: RegExp) => {
		pattern.lastIndex = at;
		return pattern.exec(input);
	};
	while (at < input.length) {
		if (input[at] !== '\u001B') {
			const raw = match(text)?.[0];
			tokens.push(
				raw === undefined ? {type: 'control', raw: input[at] ?? ''} : {type: 'text', raw},
			);
			at += raw?.length ?? 1;
			continue;
		}
		const sequence = match(controlSequence);
		if (sequence) {
			const [raw, parameters = '', final = ''] = sequence;
			tokens.push({type: 'control sequence', raw, parameters, final});
			at += raw.length;
			continue;
		}
		if (match(stringOpening)) {
			stringEnd.lastIndex = at + 2;
			const end = stringEnd.exec(input);
			if (!end && input.length - at < longestSequence) return {tokens, rest: input.slice(at)};
			const raw = end ? input.slice(at, end.index + end[0].length) : input.slice(at);
			const target = link.exec(raw)?.[1];
			tokens.push(target === undefined ? {type: 'string', raw} : {type: 'link', raw, target});
			at += raw.length;
			continue;
		}
		const raw = match(twoCharacters)?.[0];
		// A sequence that is only begun, or one that is broken off by what must not be in it.
		if (
			(raw === undefined || raw === '\u001B[') &&
			/^\u001B(?:\[[0-?]*)?[ -/]*$/.test(input.slice(at))
		) {
			return {tokens, rest: input.slice(at)};
		}
		tokens.push({type: 'escape', raw: raw ?? '\u001B'});
		at += raw?.length ?? 1;
	}
	return {tokens, rest: ''};
}
