import type {SenderRight} from './mail-store.js';

/** The address in the From header; empty when there is none. */
export function fromOf(raw: Buffer): string {
	const value = /^From:[ \t]*(.*)$/im.exec(headerOf(raw).replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '';
	return (/<([^<>]*)>[^<>]*$/.exec(value)?.[1] ?? value).trim();
}

/** The message as it arrives when the account has this right to its From. */
export function asDelivered(raw: Buffer, right: SenderRight, account: string): Buffer {
	const header = headerOf(raw);
	const rest = raw.subarray(header.length);
	switch (right) {
		case 'as-it-is':
			return raw;
		case 'on-behalf':
			return joined(`Sender: <${account}>\r\n${header.replace(field('Sender'), '')}`, rest);
		case 'rewritten':
			return joined(
				header.replace(field('From'), found => `From: <${account}>${lineEndOf(found)}`),
				rest,
			);
	}
}

/** Byte for byte; a message without an empty line has no header here. */
function headerOf(raw: Buffer): string {
	const text = raw.toString('latin1');
	return text.slice(0, Math.max(0, text.indexOf('\r\n\r\n')));
}

/** A field with its folded lines and its line end. */
const field = (name: string) => new RegExp(`^${name}:.*(?:\\r\\n[ \\t].*)*(?:\\r\\n)?`, 'im');

const lineEndOf = (found: string) => (found.endsWith('\r\n') ? '\r\n' : '');

const joined = (header: string, rest: Buffer) =>
	Buffer.concat([Buffer.from(header, 'latin1'), rest]);
