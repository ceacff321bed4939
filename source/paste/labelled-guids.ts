/** A GUID and what stands for its label; undefined when nothing known does. */
export type LabelledGuid = {
	readonly value: string;
	readonly kind: 'clientId' | 'tenant' | 'other' | undefined;
};

const guids = /(?<![0-9a-z-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z-])/gi;

// Portal labels, keys of JSON and settings, and what stands before an ID in an address.
const labels =
	/(?<clientId>\(client|\bclient[ _-]?id\b|\bapp(?:lication)?[ _-]?id\b|[_-]client_id\b|\bapi:\/\/)|(?<tenant>\(tenant|\btenant(?:[ _-]?id)?\b|\bdirectory[ _-]id\b|login\.[a-z.]+\/|sts\.windows\.net\/)|(?<other>\bobject[ _-]?id\b|\bsecret[ _-]?id\b|\bkey[ _-]?id\b|\bsubscription[ _-]?id\b|\b(?:trace|correlation) id\b)/gi;

/** All GUIDs of a text. The nearest label before one counts; where a page put all labels before all values, they count in order. */
export function labelledGuids(text: string): readonly LabelledGuid[] {
	const found: {value: string; labels: LabelledGuid['kind'][]}[] = [];
	let end = 0;
	for (const match of text.matchAll(guids)) {
		if (found.length === 20) break;
		// A label stands close by; a page of text between is none.
		const before = text.slice(Math.max(end, match.index - 400), match.index);
		found.push({value: match[0].toLowerCase(), labels: labelsIn(before)});
		end = match.index + match[0].length;
	}
	const [first, ...others] = found;
	const isTable =
		first !== undefined &&
		first.labels.length === found.length &&
		others.every(other => other.labels.length === 0);
	return found.map(({value, labels: own}, index) => ({
		value,
		kind: isTable ? first.labels[index] : own.at(-1),
	}));
}

function labelsIn(text: string): LabelledGuid['kind'][] {
	return [...text.matchAll(labels)].map(({groups}) => {
		if (groups?.clientId !== undefined) return 'clientId';
		return groups?.tenant === undefined ? 'other' : 'tenant';
	});
}
