import fc from 'fast-check';
import {expect, test} from 'vitest';
import {squeeze} from '../../source/squeeze/squeeze.js';
import {openModel} from '../helpers/model.js';
import {createSink, settled} from '../helpers/sink.js';

const columns = 14;
const rows = 5;

const csi = (text: string) => `\u001B[${text}`;
const number = fc.integer({min: 0, max: 16});
const words = fc.string({
	unit: fc.constantFrom(...'ab  xyz─·é', '邮', '件', 'e\u0301'),
	minLength: 1,
	maxLength: 20,
});
const codes = '0 1 2 3 4 7 9 22 24 27 31 39 44 49 38;5;200 48;2;1;2;3 95'.split(' ');
const styles = fc
	.array(fc.constantFrom(...codes), {maxLength: 3})
	.map(some => csi(`${some.join(';')}m`));
const moves = fc
	.tuple(number, fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'd'))
	.map(([count, final]) => csi(`${count}${final}`));
const places = fc.tuple(number, number).map(([row, column]) => csi(`${row};${column}H`));
/** Terminals differ about what is erased behind the last column: a move goes before. */
const erasures = fc
	.tuple(
		fc.constantFrom('\r', csi('3G'), csi('2;5H')),
		fc.constantFrom('J', '1J', '2J', 'K', '1K', '2K'),
	)
	.map(([move, erasure]) => move + csi(erasure));
/** xterm forgets a link when the line where it begins goes: each is closed at once and stays on its line. */
const links = fc
	.tuple(
		fc.constantFrom('\u001B]8;;https://a.example\u0007', '\u001B]8;id=1;https://b.example\u001B\\'),
		fc.string({unit: fc.constantFrom(...'ab 邮'), minLength: 1, maxLength: 3}),
	)
	.map(([opening, text]) => `${csi('3;4H')}${opening}${text}\u001B]8;;\u0007`);
const silent = fc.constantFrom(
	'\u001B]52;c;aGk=\u0007',
	'\u001B]2;title\u001B\\',
	csi('?2004h'),
	csi('?1004l'),
	csi('>1u'),
	'\u0007',
);
const cursor = fc.constantFrom(csi('?25h'), csi('?25l'));
const controls = fc.constantFrom('\r', '\n', '\n', '\b');
const piece = fc.oneof(
	words,
	words,
	styles,
	moves,
	places,
	erasures,
	controls,
	cursor,
	links,
	silent,
);
/** Frames, each in writes that cut sequences wherever they like. */
const frames = fc.array(fc.tuple(fc.array(piece, {maxLength: 12}), fc.integer({min: 1, max: 30})), {
	minLength: 1,
	maxLength: 6,
});

async function open() {
	const plain = openModel(columns, rows, {isLine: true});
	const squeezed = openModel(columns, rows);
	const sink = createSink(columns, rows);
	const stream = squeeze(sink);
	const start = csi('?1049h') + csi('H');
	await plain.write(start);
	stream.write(start);
	return {
		plain,
		squeezed,
		async show(text: string, length = text.length) {
			await plain.write(text);
			for (let at = 0; at < text.length; at += length) stream.write(text.slice(at, at + length));
			await settled(stream);
			await squeezed.write(sink.take());
			expect(squeezed.picture()).toBe(plain.picture());
		},
		close() {
			plain.close();
			squeezed.close();
		},
	};
}

test('whatever is drawn, the terminal shows the same', async () => {
	await fc.assert(
		fc.asyncProperty(frames, async all => {
			const {plain, squeezed, show, close} = await open();
			for (const [pieces, length] of all) await show(pieces.join(''), length);
			expect(squeezed.heard()).toEqual(plain.heard());
			close();
		}),
		{numRuns: 200},
	);
});

test('whatever is typed into a line and deleted from it, the terminal shows the same', async () => {
	const line = fc.string({unit: fc.constantFrom(...'abc '), maxLength: 12});
	const edits = fc.array(fc.tuple(fc.nat(12), fc.nat(3), line), {maxLength: 10});
	await fc.assert(
		fc.asyncProperty(line, edits, async (start, all) => {
			const {show, close} = await open();
			let text = start;
			for (const [at, gone, come] of all) {
				text = (text.slice(0, at) + come + text.slice(at + gone)).slice(0, 2 * columns);
				const first = `${csi('H')}${csi('J')}${text.slice(0, columns)}`;
				await show(`${first}${csi('2H')}${text.slice(columns)}${csi(`1;${at + 1}H`)}`);
			}
			close();
		}),
		{numRuns: 200},
	);
});
