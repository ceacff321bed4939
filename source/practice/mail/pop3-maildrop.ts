import type {Folder, Message} from './mail-store.js';

/** The inbox as it was at sign-in, numbered from 1 (RFC 1939 §4). */
export type Maildrop = {
	readonly folder: Folder;
	readonly messages: readonly Message[];
	/** Places in `messages`, counted from 0. */
	readonly deleted: Set<number>;
};

/** The whole answer to a command of the transaction state (RFC 1939 §5). */
export function transact(
	{messages, deleted}: Maildrop,
	command: string,
	words: readonly string[],
): string {
	const left = [...messages.entries()].filter(([index]) => !deleted.has(index));
	const bytes = left.reduce((sum, [, {raw}]) => sum + raw.length, 0);
	const list = (describe: (message: Message) => string | number) => {
		const lines = left.map(([index, message]) => `${index + 1} ${describe(message)}`);
		return [`+OK ${left.length} messages`, ...lines, '.', ''].join('\r\n');
	};
	if (command === 'STAT') return `+OK ${left.length} ${bytes}\r\n`;
	if (command === 'RSET') {
		deleted.clear();
		return `+OK ${messages.length} messages\r\n`;
	}
	const describe = command === 'UIDL' ? uniqueId : ({raw}: Message) => raw.length;
	if (!['LIST', 'UIDL', 'RETR', 'TOP', 'DELE'].includes(command)) {
		return '-ERR Command is not known.\r\n';
	}
	if (words.length === 0) {
		return command === 'LIST' || command === 'UIDL'
			? list(describe)
			: '-ERR The number of a message is missing.\r\n';
	}
	const index = /^\d+$/.test(words[0] ?? '') ? Number(words[0]) - 1 : -1;
	const message = messages[index];
	if (!message || deleted.has(index)) return '-ERR There is no such message.\r\n';
	switch (command) {
		case 'DELE':
			deleted.add(index);
			return `+OK Message ${index + 1} deleted\r\n`;
		case 'RETR':
			return multiline(`+OK ${message.raw.length} octets`, message.raw.toString('latin1'));
		case 'TOP':
			return multiline('+OK', top(message.raw.toString('latin1'), Number(words[1] ?? 0)));
		default:
			return `+OK ${index + 1} ${describe(message)}\r\n`;
	}
}

const uniqueId = ({uid, receivedAt}: Message) => `${receivedAt.getTime().toString(36)}-${uid}`;

/** Dots at the beginning of a line are doubled (RFC 1939 §3). */
function multiline(first: string, text: string): string {
	const body = text.endsWith('\r\n') ? text : `${text}\r\n`;
	return `${first}\r\n${body.replace(/^\./gm, '..')}.\r\n`;
}

function top(raw: string, lines: number): string {
	const end = raw.indexOf('\r\n\r\n');
	if (end === -1) return raw;
	const body = raw
		.slice(end + 4)
		.split('\r\n')
		.slice(0, Number.isNaN(lines) ? 0 : lines);
	return `${raw.slice(0, end)}\r\n\r\n${body.map(line => `${line}\r\n`).join('')}`;
}
