import {headerOf, type MimePart, parseParameters} from './mime-part.js';
import {nstring} from './syntax.js';

/** ENVELOPE (RFC 3501 §7.4.2). */
export function envelopeOf(part: MimePart): string {
	const text = (name: string) => nstring(headerOf(part, name));
	const from = headerOf(part, 'from');
	const addresses = (name: string, fallback?: string) =>
		addressesOf(headerOf(part, name) ?? fallback);
	return `(${[
		text('date'),
		text('subject'),
		addresses('from'),
		addresses('sender', from),
		addresses('reply-to', from),
		addresses('to'),
		addresses('cc'),
		addresses('bcc'),
		text('in-reply-to'),
		text('message-id'),
	].join(' ')})`;
}

/** Groups are flattened; that is enough for the headers that mail programs write. */
function addressesOf(header: string | undefined): string {
	if (header === undefined) return 'NIL';
	const found: string[] = [];
	for (const part of splitAddresses(header)) {
		const match = /^(.*?)<([^<>]*)>\s*$/.exec(part.trim());
		const address = (match?.[2] ?? part).trim();
		const at = address.lastIndexOf('@');
		if (at === -1) continue;
		const name = match?.[1]
			?.trim()
			.replace(/^"([\s\S]*)"$/, '$1')
			.replace(/\\(.)/g, '$1');
		found.push(
			`(${nstring(name === '' ? undefined : name)} NIL ${nstring(address.slice(0, at))} ${nstring(address.slice(at + 1))})`,
		);
	}
	return found.length === 0 ? 'NIL' : `(${found.join('')})`;
}

/** At commas outside of quotes. */
const splitAddresses = (header: string) => header.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];

/** BODY and, `isExtended`, BODYSTRUCTURE (RFC 3501 §7.4.2). */
export function structureOf(raw: string, part: MimePart, isExtended: boolean): string {
	if (part.type === 'multipart') {
		const parts = part.parts.map(each => structureOf(raw, each, isExtended)).join('');
		const extension = isExtended
			? ` ${parametersOf(part.parameters)} ${dispositionOf(part)} ${languageOf(part)} ${location(part)}`
			: '';
		return `(${parts} ${nstring(part.subtype.toUpperCase())}${extension})`;
	}
	const body = raw.slice(part.body, part.end);
	const lines = String(body.split('\n').length - 1);
	const fields = [
		nstring(part.type.toUpperCase()),
		nstring(part.subtype.toUpperCase()),
		parametersOf(part.parameters),
		nstring(headerOf(part, 'content-id')),
		nstring(headerOf(part, 'content-description')),
		nstring((headerOf(part, 'content-transfer-encoding') ?? '7bit').toUpperCase()),
		String(part.end - part.body),
	];
	const inner = part.parts[0];
	if (inner) fields.push(envelopeOf(inner), structureOf(raw, inner, isExtended), lines);
	else if (part.type === 'text') fields.push(lines);
	if (isExtended) {
		fields.push(nstring(headerOf(part, 'content-md5')), dispositionOf(part), languageOf(part));
		fields.push(location(part));
	}
	return `(${fields.join(' ')})`;
}

function parametersOf(parameters: Readonly<Record<string, string>>): string {
	const entries = Object.entries(parameters);
	if (entries.length === 0) return 'NIL';
	return `(${entries.map(([name, value]) => `${nstring(name.toUpperCase())} ${nstring(value)}`).join(' ')})`;
}

function dispositionOf(part: MimePart): string {
	const header = headerOf(part, 'content-disposition');
	if (header === undefined) return 'NIL';
	const {value, parameters} = parseParameters(header);
	return `(${nstring(value.toUpperCase())} ${parametersOf(parameters)})`;
}

const languageOf = (part: MimePart) => nstring(headerOf(part, 'content-language'));
const location = (part: MimePart) => nstring(headerOf(part, 'content-location'));
