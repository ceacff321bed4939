const names: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	hellip: '…',
};
const entity = /&(?:(amp|lt|gt|quot|apos|nbsp|hellip)|#(\d{1,6})|#x([0-9a-f]{1,5}));/gi;

/** Text as a page shows it; escaped twice, as by a log viewer over a page, it is undone twice. */
export function unescapeHtml(text: string): string {
	if (!text.includes('&')) return text;
	const once = text.replace(entity, replaced);
	return once.includes('&') ? once.replace(entity, replaced) : once;
}

function replaced(whole: string, name?: string, decimal?: string, hex?: string): string {
	if (name !== undefined) return names[name.toLowerCase()] ?? whole;
	const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
	// Only what is printed: an escape written as an entity is none for this.
	if (!(code >= 0x20 && code <= 0x10ffff) || (code >= 0x7f && code < 0xa0)) return ' ';
	return code >= 0xd800 && code < 0xe000 ? ' ' : String.fromCodePoint(code);
}
