import type {Message} from '../mail/mail-store.js';
import {headerOf, type MimePart, parseMime} from './mime-part.js';
import {parseSet, type Token, textOf} from './syntax.js';

/** Of NOT, OR and parentheses inside each other: deeper is no search that a client makes. */
const maxDepth = 50;

type Candidate = {readonly message: Message; readonly sequence: number; readonly root: MimePart};
type Test = (candidate: Candidate) => boolean;

const flagKeys: Readonly<Record<string, string>> = {
	ANSWERED: '\\Answered',
	DELETED: '\\Deleted',
	DRAFT: '\\Draft',
	FLAGGED: '\\Flagged',
	SEEN: '\\Seen',
};

/** The messages that a SEARCH finds (RFC 3501 §6.4.4), in their order; undefined for what is no search. */
export function search(
	messages: readonly Message[],
	tokens: readonly Token[],
): readonly {readonly message: Message; readonly sequence: number}[] | undefined {
	const keys = textOf(tokens[0])?.toUpperCase() === 'CHARSET' ? tokens.slice(2) : tokens;
	if (keys.length === 0) return undefined;
	const test = readAll(keys, messages, 0);
	if (!test) return undefined;
	return messages
		.map((message, index) => ({
			message,
			sequence: index + 1,
			root: parseMime(message.raw.toString('latin1')),
		}))
		.filter(test);
}

function readKey(
	tokens: readonly Token[],
	messages: readonly Message[],
	depth: number,
): {readonly test: Test; readonly rest: readonly Token[]} | undefined {
	const [first, ...rest] = tokens;
	if (first === undefined || depth > maxDepth) return undefined;
	if (first.type === 'list') {
		const inner = readAll(first.items, messages, depth + 1);
		return inner && {test: inner, rest};
	}
	const key = first.value.toUpperCase();
	const flag = flagKeys[key.replace(/^UN(?=[ADFS])/, '')];
	if (flag) {
		const isWanted = !key.startsWith('UN');
		return {test: ({message}) => message.flags.has(flag) === isWanted, rest};
	}
	switch (key) {
		case 'ALL':
		case 'OLD':
			return {test: () => true, rest};
		case 'NEW':
		case 'RECENT':
			return {test: () => false, rest};
		case 'NOT': {
			const inner = readKey(rest, messages, depth + 1);
			return inner && {test: candidate => !inner.test(candidate), rest: inner.rest};
		}
		case 'OR': {
			const left = readKey(rest, messages, depth + 1);
			const right = left && readKey(left.rest, messages, depth + 1);
			if (!left || !right) return undefined;
			return {test: each => left.test(each) || right.test(each), rest: right.rest};
		}
		case 'HEADER': {
			const [name, value] = [textOf(rest[0]), textOf(rest[1])];
			if (name === undefined || value === undefined) return undefined;
			return {test: inHeader(name, value), rest: rest.slice(2)};
		}
		default:
			return readArgument(key, rest, messages);
	}
}

function readAll(
	tokens: readonly Token[],
	messages: readonly Message[],
	depth: number,
): Test | undefined {
	const tests: Test[] = [];
	let rest = tokens;
	while (rest.length > 0) {
		const read = readKey(rest, messages, depth);
		if (!read) return undefined;
		tests.push(read.test);
		rest = read.rest;
	}
	return candidate => tests.every(test => test(candidate));
}

/** The keys with one argument, and a bare sequence set. */
function readArgument(
	key: string,
	tokens: readonly Token[],
	messages: readonly Message[],
): {readonly test: Test; readonly rest: readonly Token[]} | undefined {
	const sequences = parseSet(key, messages.length);
	if (sequences) return {test: ({sequence}) => sequences(sequence), rest: tokens};
	const value = textOf(tokens[0]);
	if (value === undefined) return undefined;
	const test = argumentTest(key, value, messages);
	return test && {test, rest: tokens.slice(1)};
}

function argumentTest(key: string, value: string, messages: readonly Message[]): Test | undefined {
	const wanted = value.toLowerCase();
	switch (key) {
		case 'UID': {
			const uids = parseSet(value, messages.at(-1)?.uid ?? 0);
			return uids && (({message}) => uids(message.uid));
		}
		case 'FROM':
		case 'TO':
		case 'CC':
		case 'BCC':
		case 'SUBJECT':
			return inHeader(key, value);
		case 'BODY':
			return ({message, root}) =>
				message.raw.toString('latin1').slice(root.body).toLowerCase().includes(wanted);
		case 'TEXT':
			return ({message}) => message.raw.toString('latin1').toLowerCase().includes(wanted);
		case 'KEYWORD':
			return ({message}) => message.flags.has(value);
		case 'UNKEYWORD':
			return ({message}) => !message.flags.has(value);
		case 'LARGER':
			return ({message}) => message.raw.length > Number(value);
		case 'SMALLER':
			return ({message}) => message.raw.length < Number(value);
		default:
			return dateTest(key, value);
	}
}

/** Dates compare by the day, whatever the time and zone (RFC 3501 §6.4.4). */
function dateTest(key: string, value: string): Test | undefined {
	const match = /^(SENT)?(SINCE|BEFORE|ON)$/.exec(key);
	const wanted = Date.parse(`${value.replaceAll('-', ' ')} UTC`);
	if (!match || Number.isNaN(wanted)) return undefined;
	return ({message, root}) => {
		const date = match[1] ? Date.parse(headerOf(root, 'date') ?? '') : message.receivedAt.getTime();
		const day = Math.floor(date / 86_400_000) * 86_400_000;
		if (match[2] === 'SINCE') return day >= wanted;
		return match[2] === 'BEFORE' ? day < wanted : day === wanted;
	};
}

function inHeader(name: string, value: string): Test {
	const [key, wanted] = [name.toLowerCase(), value.toLowerCase()];
	return ({root}) =>
		root.headers.some(([each, text]) => each === key && text.toLowerCase().includes(wanted));
}
