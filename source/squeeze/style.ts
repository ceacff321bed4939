/** Codes of SGR (ECMA-48 8.3.117), at most one a slot and in the order of the slots, joined by `|`; nothing for plain text. */
type Style = string;

/** Each with the code that ends it. Bold and dim share theirs. */
const ends = {
	bold: '22',
	dim: '22',
	italic: '23',
	underline: '24',
	blink: '25',
	inverse: '27',
	hidden: '28',
	struck: '29',
	foreground: '39',
	background: '49',
	overline: '55',
	underlineColor: '59',
} as const;

type Slot = keyof typeof ends;

const order = Object.keys(ends) as readonly Slot[];

function slotOf(code: string): Slot | undefined {
	const number = Number.parseInt(code, 10);
	if (number >= 30 && number <= 38) return 'foreground';
	if (number >= 90 && number <= 97) return 'foreground';
	if (number >= 40 && number <= 48) return 'background';
	if (number >= 100 && number <= 107) return 'background';
	switch (number) {
		case 1:
			return 'bold';
		case 2:
			return 'dim';
		case 3:
			return 'italic';
		case 4:
		case 21:
			return 'underline';
		case 5:
		case 6:
			return 'blink';
		case 7:
			return 'inverse';
		case 8:
			return 'hidden';
		case 9:
			return 'struck';
		case 53:
			return 'overline';
		case 58:
			return 'underlineColor';
		default:
			return undefined;
	}
}

const codesOf = (style: Style) => (style === '' ? [] : style.split('|'));

/** The style after `CSI parameters m`. */
export function restyle(style: Style, parameters: string): Style {
	const key = `${style}m${parameters}`;
	const known = restyled.get(key);
	if (known !== undefined) return known;
	const slots = new Map(codesOf(style).map(code => [slotOf(code), code]));
	for (const code of split(parameters)) {
		const slot = slotOf(code);
		if (code === '0') slots.clear();
		else if (code === '4:0') slots.delete('underline');
		else if (slot) slots.set(slot, code);
		else for (const name of order) if (ends[name] === code) slots.delete(name);
	}
	const result = order.flatMap(slot => slots.get(slot) ?? []).join('|');
	// Colours come from a theme; a program that makes them up must not fill the memory.
	if (restyled.size > 1000) restyled.clear();
	restyled.set(key, result);
	return result;
}

const restyled = new Map<string, Style>();

/** Extended colours take the parameters behind them along. */
function split(parameters: string): readonly string[] {
	const given = parameters.split(';');
	const codes: string[] = [];
	while (given.length > 0) {
		const code = given.shift() || '0';
		const isExtended = code === '38' || code === '48' || code === '58';
		const length = isExtended ? (given[0] === '5' ? 2 : given[0] === '2' ? 4 : 0) : 0;
		codes.push([code, ...given.splice(0, length)].join(';'));
	}
	return codes;
}

/** The background alone: what is erased gets it. */
export const backgroundOf = (style: Style): Style =>
	codesOf(style)
		.filter(code => slotOf(code) === 'background')
		.join('|');

/** The shortest sequence from one style to another. */
export function change(from: Style, to: Style): string {
	if (from === to) return '';
	if (to === '') return '\u001B[m';
	const had = codesOf(from);
	const wanted = codesOf(to);
	const endOf = (code: string) => ends[slotOf(code) ?? 'foreground'];
	const gone = had.filter(code => !wanted.some(other => slotOf(other) === slotOf(code)));
	const ending = new Set<string>(gone.map(endOf));
	const missing = wanted.filter(code => !had.includes(code) || ending.has(endOf(code)));
	const step = [...ending, ...missing].join(';');
	const afresh = ['0', ...wanted].join(';');
	return `\u001B[${step.length <= afresh.length ? step : afresh}m`;
}
