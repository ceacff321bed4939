import type {Manner} from './components/manner.js';
import {ascii} from './format/ascii.js';
import {fitLine} from './format/line.js';
import {frameLines} from './frame-lines.js';
import {labelOf, wordLabelOf} from './keys.js';
import type {ScreenProps} from './screen-props.js';
import {screenPage} from './screens/screen-page.js';
import {looks, type Tone} from './theme.js';
import {usualBindings} from './usual-bindings.js';

// SGR, ECMA-48 8.3.117.
const colors: Readonly<Record<string, number>> = {
	red: 31,
	green: 32,
	yellow: 33,
	magenta: 35,
	cyan: 36,
};

/**
What Ink draws first, for a terminal on its alternate screen, before Ink is there: that takes longer to load than all before it. What it draws then is what stands there already, and is sent to nobody.
*/
export function firstFrame({
	columns,
	rows,
	manner,
	hasStyles,
	...props
}: ScreenProps & {
	readonly columns: number;
	readonly rows: number;
	readonly manner: Manner;
	/** Ink styles nothing where it takes the terminal for one without colours. */
	readonly hasStyles: boolean;
}): string {
	const {isAscii} = manner;
	const page = screenPage({
		...props,
		columns,
		rows,
		labelOf: isAscii ? wordLabelOf : labelOf,
		// Links come with Ink.
		abilities: {hasLinks: false, isUtf8: !isAscii},
		own: {},
		setOwn: () => {},
		leave: () => {},
	});
	const {notice} = props.state;
	const whole = {notice, ...page, bindings: usualBindings(page, props)};
	const {lines, caret} = frameLines(whole, {state: props.state, columns, rows, isAscii});
	const drawn = lines.map(spans =>
		fitLine(spans, Math.max(1, columns))
			.map(({text, tone}) => {
				const given = isAscii ? ascii(text) : text;
				return hasStyles ? styled(given, tone, manner) : given;
			})
			.join(''),
	);
	const cursor = caret ? `\u001B[${caret.y + 1};${caret.x + 1}H\u001B[?25h` : '';
	return `\u001B[?25l\u001B[H${drawn.join('\r\n')}${cursor}`;
}

function styled(text: string, tone: Tone = 'plain', {isColourless}: Manner): string {
	const {bold, dimColor, color} = looks[tone];
	const codes = [
		...(bold ? [1] : []),
		...(dimColor ? [2] : []),
		...(color && !isColourless ? [colors[color] ?? 39] : []),
	];
	return codes.length === 0 ? text : `\u001B[${codes.join(';')}m${text}\u001B[m`;
}
