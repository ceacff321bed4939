import type {Cell} from './cell.js';
import type {Palette} from './palette.js';

const cellWidth = 8.4;
const cellHeight = 18;
const margin = 14;

/** A screen as SVG. Every run of text is stretched to its cells, so that any monospaced font fits. */
export function still(rows: readonly (readonly Cell[])[], palette: Palette, title: string): string {
	const body = rows.map((row, index) => rowAt(lineOf(row, palette), index)).join('');
	return framed(rows, palette, title, '', body);
}

/** Screens one after the other, for ever; each stays for its seconds. */
export function moving(
	frames: readonly {readonly rows: readonly (readonly Cell[])[]; readonly seconds: number}[],
	palette: Palette,
	title: string,
): string {
	const total = frames.reduce((sum, {seconds}) => sum + seconds, 0);
	/** Lines that stand on several screens are drawn once. */
	const lines = new Map<string, string>();
	const nameOf = (line: string) => {
		const name = lines.get(line) ?? `l${lines.size}`;
		lines.set(line, name);
		return name;
	};
	let at = 0;
	const styles: string[] = [];
	const body = frames.map(({rows, seconds}, index) => {
		const [from, to] = [percent(at / total), percent((at + seconds) / total)];
		at += seconds;
		// Hidden before and after; the steps have no in-between.
		styles.push(
			`@keyframes k${index}{0%,${from}{visibility:${index === 0 ? 'visible' : 'hidden'}}${from},${to}{visibility:visible}${to},100%{visibility:hidden}}`,
			`.k${index}{animation:k${index} ${total.toFixed(1)}s step-end infinite}`,
		);
		const shown = rows.map((row, rowIndex) => {
			const line = lineOf(row, palette);
			return line === ''
				? ''
				: `<use href="#${nameOf(line)}" y="${margin + rowIndex * cellHeight}"/>`;
		});
		return `<g class="k${index}">${shown.join('')}</g>\n`;
	});
	const definitions = [...lines].map(([line, name]) => `<g id="${name}">${line}</g>`).join('');
	const [first] = frames;
	return framed(
		first?.rows ?? [],
		palette,
		title,
		`<style>${styles.join('')}</style><defs>${definitions}</defs>\n`,
		body.join(''),
	);
}

const percent = (part: number) => `${(part * 100).toFixed(3)}%`;

function framed(
	rows: readonly (readonly Cell[])[],
	palette: Palette,
	title: string,
	head: string,
	body: string,
): string {
	const width = Math.ceil((rows[0]?.length ?? 80) * cellWidth + 2 * margin);
	const height = rows.length * cellHeight + 2 * margin;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" rx="6" fill="${palette.ground}"/>`,
		`<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${palette.text}" xml:space="preserve">`,
		`${head}${body}</g>`,
		'</svg>',
		'',
	].join('\n');
}

const rowAt = (line: string, index: number) =>
	line === '' ? '' : `<g transform="translate(0 ${margin + index * cellHeight})">${line}</g>\n`;

/** The runs of a row: neighbours that look the same. */
function lineOf(row: readonly Cell[], palette: Palette): string {
	const parts: string[] = [];
	let start = 0;
	while (start < row.length) {
		let end = start + 1;
		while (end < row.length && lookOf(row[end]) === lookOf(row[start])) end++;
		parts.push(runOf(row.slice(start, end), start, palette));
		start = end;
	}
	return parts.join('');
}

const lookOf = (cell: Cell | undefined) => JSON.stringify({...cell, text: undefined});

function runOf(cells: readonly Cell[], column: number, palette: Palette): string {
	const [first] = cells;
	if (!first) return '';
	const x = margin + column * cellWidth;
	const ground =
		first.ground === undefined
			? ''
			: `<rect x="${number(x)}" width="${number(cells.length * cellWidth)}" height="${cellHeight}" fill="${colorOf(first.ground, palette)}"/>`;
	const text = cells.map(cell => cell.text).join('');
	if (text.trim() === '') return ground;
	const before = text.length - text.trimStart().length;
	const after = text.length - text.trimEnd().length;
	const shown = text.trim();
	const attributes = [
		`x="${number(x + before * cellWidth)}"`,
		'y="13"',
		`textLength="${number((cells.length - before - after) * cellWidth)}"`,
		...(first.color === undefined ? [] : [`fill="${colorOf(first.color, palette)}"`]),
		...(first.isBold ? ['font-weight="bold"'] : []),
		...(first.isDim ? ['opacity="0.6"'] : []),
		...(first.isUnderlined ? ['text-decoration="underline"'] : []),
	];
	return `${ground}<text ${attributes.join(' ')}>${escaped(shown)}</text>`;
}

const number = (value: number) => String(Math.round(value * 10) / 10);

function colorOf(color: number | string, {text, ground, numbered}: Palette): string {
	if (color === 'text') return text;
	if (color === 'ground') return ground;
	if (typeof color === 'string') return color;
	return numbered[color] ?? cube(color);
}

/** Of the 256 colours those beyond the sixteen: a cube of six levels, then greys. */
function cube(color: number): string {
	const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
	const rest = color - 16;
	const channels =
		color >= 232
			? [8 + (color - 232) * 10, 8 + (color - 232) * 10, 8 + (color - 232) * 10]
			: [level(Math.floor(rest / 36)), level(Math.floor(rest / 6) % 6), level(rest % 6)];
	return `#${channels.map(channel => channel.toString(16).padStart(2, '0')).join('')}`;
}

const escaped = (text: string) =>
	text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
