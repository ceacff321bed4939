import {quotes, tidy, trim} from './tidy.js';

const bars = '|│┃';

/** The texts that an address may be in, the likeliest reading first: wrapped lines joined, single words, everything joined. */
export function addressTexts(paste: string): readonly string[] {
	const lines = linesOf(paste);
	const joined = [
		...joinWrapped(lines),
		...lines.flatMap(line => line.split(/\s+/)),
		lines.join(''),
	];
	const texts = joined.map(text => withoutQuotes(text.replace(/\s+/g, '')));
	return [...new Set(texts.filter(text => text !== ''))];
}

/** The words of each line, without quotes, brackets and the bars that a terminal drew beside them. */
export function withoutFrame(paste: string): readonly (readonly string[])[] {
	return linesOf(paste).map(line => line.split(/\s+/).map(withoutQuotes));
}

function linesOf(paste: string): readonly string[] {
	return withoutEscapes(tidy(paste))
		.split('\n')
		.map(line => trim(line.trim(), `>${bars} `, `${bars} `).trim())
		.filter(line => line !== '');
}

const withoutQuotes = (text: string) => trim(text, `${quotes}([{`, `${quotes})]},;`);

/** Lines that follow each other are one text as long as none has a space inside: prose ends it. */
function joinWrapped(lines: readonly string[]): readonly string[] {
	const texts: string[] = [];
	let open = '';
	for (const line of lines) {
		const words = line.split(/\s+/);
		const [first = ''] = words;
		if (words.length === 1) {
			const isNew = /^["'<]?https?:\/\//i.test(first);
			if (isNew && open !== '') texts.push(open);
			open = isNew ? first : open + first;
			continue;
		}
		if (open !== '') texts.push(open);
		// "Address: http://…" may be continued on the next line.
		open = words.at(-1) ?? '';
	}
	if (open !== '') texts.push(open);
	return texts;
}

/** HTML's ampersand, and the backslashes that some shells put before marks when an address is pasted. */
function withoutEscapes(text: string): string {
	return text.replace(/&(?:amp|#38|#x26);/gi, '&').replace(/\\([?=&])/g, '$1');
}
