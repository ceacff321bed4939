import {stripControls} from '../../clean.js';

const start = '\u001B]8;';
const end = '\u0007';
/** VTE takes no longer address. */
const longest = 2083;

/** A text as a hyperlink (OSC 8). Pieces of one address share an id, so that they are one link wherever they stand; what can't be an address of the web stays text. */
export function hyperlink(text: string, address: string): string {
	const uri = stripControls(address);
	if (!/^https?:\/\/[\x21-\x7E]+$/.test(uri) || uri.length > longest) return text;
	return `${start}id=${idOf(uri)};${uri}${end}${text}${start};${end}`;
}

// FNV-1a: the same address gives the same id.
function idOf(uri: string): string {
	let hash = 0x811c9dc5;
	for (const character of uri) {
		hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
	}
	return `mg${hash.toString(36)}`;
}
