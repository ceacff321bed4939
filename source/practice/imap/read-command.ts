import type {Wire} from '../mail/wire.js';
import type {ImapCommand} from './imap-session.js';
import {parseTokens} from './syntax.js';

const maxLiteralBytes = 16_777_216;

/** Reads one command with its literals (RFC 3501 §4.3, RFC 7888). `end` when the connection has ended or there is no going on; `bad` with the tag to answer to when it is no command. */
export async function readCommand(
	wire: Wire,
	onLine: (line: string) => void,
): Promise<ImapCommand | {readonly bad: string} | 'end'> {
	let text = '';
	for (;;) {
		const line = await wire.readLine();
		if (line === undefined) return 'end';
		onLine(line);
		text += line;
		const literal = /\{(\d{1,9})(\+?)\}$/.exec(line);
		if (!literal) break;
		const bytes = Number(literal[1]);
		if (bytes > maxLiteralBytes || text.length > maxLiteralBytes) return 'end';
		if (literal[2] === '') wire.write('+ Ready\r\n');
		const content = await wire.readBytes(bytes);
		if (content === undefined) return 'end';
		text += `\r\n${content.toString('latin1')}`;
	}
	const [, tag = '*', rest = ''] = /^([^\s(){%*"\\+]+) ([\s\S]+)$/.exec(text) ?? [];
	const tokens = parseTokens(rest);
	const [first, ...others] = tokens ?? [];
	if (tag === '*' || first?.type !== 'atom') return {bad: tag};
	const name = first.value.toUpperCase();
	const second = others[0];
	// `UID FETCH` and its like are commands of their own.
	if (name === 'UID' && second?.type === 'atom') {
		return {tag, name: `UID ${second.value.toUpperCase()}`, tokens: others.slice(1)};
	}
	return {tag, name, tokens: others};
}
