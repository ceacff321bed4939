import type {Message} from '../mail/mail-store.js';
import {envelopeOf, structureOf} from './describe.js';
import {type MimePart, parseMime} from './mime-part.js';
import type {Token} from './syntax.js';

const macros: Readonly<Record<string, readonly string[]>> = {
	ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
	FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
	FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
};

/** The data items of a FETCH; undefined for what is none. */
export function readItems(token: Token | undefined): readonly string[] | undefined {
	if (token === undefined || token.type === 'string') return undefined;
	if (token.type === 'atom') return macros[token.value.toUpperCase()] ?? [token.value];
	const items = token.items.map(item => (item.type === 'atom' ? item.value : undefined));
	return items.every(item => item !== undefined) ? items : undefined;
}

/** Whether an item marks the message as seen. */
export const marksSeen = (item: string) => /^BODY\[|^RFC822(?:\.TEXT)?$/i.test(item);

/** A message's answer to the items, Latin-1; undefined when one of them is not known. */
export function fetchItems(
	message: Message,
	items: readonly string[],
	isByUid: boolean,
): string | undefined {
	const raw = message.raw.toString('latin1');
	let parsed: MimePart | undefined;
	const root = () => {
		parsed ??= parseMime(raw);
		return parsed;
	};
	const found: string[] = [];
	if (isByUid && !items.some(item => item.toUpperCase() === 'UID')) {
		found.push(`UID ${message.uid}`);
	}
	for (const item of items) {
		const value = fetchItem(message, raw, root, item);
		if (value === undefined) return undefined;
		found.push(value);
	}
	return `(${found.join(' ')})`;
}

function fetchItem(
	message: Message,
	raw: string,
	root: () => MimePart,
	item: string,
): string | undefined {
	const name = item.toUpperCase();
	switch (name) {
		case 'UID':
			return `UID ${message.uid}`;
		case 'FLAGS':
			return `FLAGS (${[...message.flags].join(' ')})`;
		case 'INTERNALDATE':
			return `INTERNALDATE "${internalDate(message.receivedAt)}"`;
		case 'RFC822.SIZE':
			return `RFC822.SIZE ${message.raw.length}`;
		case 'ENVELOPE':
			return `ENVELOPE ${envelopeOf(root())}`;
		case 'BODYSTRUCTURE':
			return `BODYSTRUCTURE ${structureOf(raw, root(), true)}`;
		case 'BODY':
			return `BODY ${structureOf(raw, root(), false)}`;
		case 'RFC822':
			return `RFC822 ${literal(raw)}`;
		case 'RFC822.HEADER':
			return `RFC822.HEADER ${literal(raw.slice(0, root().body))}`;
		case 'RFC822.TEXT':
			return `RFC822.TEXT ${literal(raw.slice(root().body))}`;
		default:
			return fetchSection(raw, root(), item);
	}
}

/** `BODY[section]<from.count>` (RFC 3501 §6.4.5). */
function fetchSection(raw: string, root: MimePart, item: string): string | undefined {
	const match = /^BODY(?:\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/i.exec(item);
	if (!match) return undefined;
	const [, section = '', from, count] = match;
	const whole = readSection(raw, root, section);
	if (whole === undefined) return `BODY[${section}] NIL`;
	if (from === undefined) return `BODY[${section}] ${literal(whole)}`;
	const part = whole.slice(Number(from), Number(from) + Number(count));
	return `BODY[${section}]<${from}> ${literal(part)}`;
}

function readSection(raw: string, root: MimePart, section: string): string | undefined {
	const [, path = '', what = ''] = /^((?:\d+\.)*\d+)?\.?(.*)$/s.exec(section) ?? [];
	const numbers = path === '' ? [] : path.split('.').map(Number);
	const part = findPart(root, numbers);
	if (!part) return undefined;
	// HEADER and TEXT of a numbered part are those of the message inside of it.
	const isWrapped = numbers.length > 0 && part.type === 'message';
	const inner = isWrapped ? (part.parts[0] ?? part) : part;
	const upper = what.toUpperCase();
	if (upper === '') return raw.slice(numbers.length > 0 ? part.body : part.start, part.end);
	if (upper === 'MIME') return raw.slice(part.start, part.body);
	if (upper === 'HEADER') return raw.slice(inner.start, inner.body);
	if (upper === 'TEXT') return raw.slice(inner.body, inner.end);
	const fields = /^HEADER\.FIELDS(\.NOT)? \(([^)]*)\)$/.exec(upper);
	if (!fields) return undefined;
	const names = (fields[2] ?? '').toLowerCase().replaceAll('"', '').split(/\s+/);
	return pickHeaders(raw.slice(inner.start, inner.body), names, fields[1] === undefined);
}

function findPart(root: MimePart, numbers: readonly number[]): MimePart | undefined {
	let part: MimePart | undefined = root;
	for (const [depth, number] of numbers.entries()) {
		// Numbers count the parts of a multipart; an embedded message is looked through.
		const outer: MimePart | undefined = depth > 0 && part.type === 'message' ? part.parts[0] : part;
		if (!outer) return undefined;
		part = outer.type === 'multipart' ? outer.parts[number - 1] : number === 1 ? outer : undefined;
		if (!part) return undefined;
	}
	return part;
}

/** As they stand in the header, folds and all, and the empty line. */
function pickHeaders(header: string, names: readonly string[], isWanted: boolean): string {
	const fields = header.match(/[^\n]+\n(?:[ \t][^\n]*\n)*/g) ?? [];
	const picked = fields.filter(field => {
		const name = field.slice(0, field.indexOf(':')).trim().toLowerCase();
		return field.trim() !== '' && names.includes(name) === isWanted;
	});
	return `${picked.join('')}\r\n`;
}

const literal = (text: string) => `{${text.length}}\r\n${text}`;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 3501 `date-time`, in UTC. */
export function internalDate(date: Date): string {
	const day = String(date.getUTCDate()).padStart(2, ' ');
	const month = months[date.getUTCMonth()];
	return `${day}-${month}-${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`;
}
