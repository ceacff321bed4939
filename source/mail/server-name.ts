import {clean} from '../clean.js';

/** A greeting's text; Exchange ends it with its own name in UTF-16LE and base64, which is told in plain. */
export function withServerName(text: string): string {
	const match = /^(.*?)\s*\[([A-Za-z\d+/]{16,200}={0,2})\]\s*$/.exec(text);
	if (!match) return clean(text, 120);
	const name = Buffer.from(match[2] ?? '', 'base64').toString('utf16le');
	if (!/^[\w.-]{4,100}$/.test(name)) return clean(text, 120);
	return clean(`${match[1]} ${name}`, 120);
}
