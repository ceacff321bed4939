/** What a value is, as far as its label tells. `other`: something that is known not to be wanted. */
export type Kind = 'clientId' | 'tenant' | 'clientSecret' | 'secretExpires' | 'other';

// Letters only. The first that fits counts, so that the longer and the misleading ones stand first.
const kinds: readonly (readonly [RegExp, Kind])[] = [
	[/^(?:object|objekt|keyid|secretid|clientsecretid|subscriptionid|servicename|redirect)/, 'other'],
	[/(?:objectid|secretid|keyid|subscriptionid|correlationid|traceid|projectid)$/, 'other'],
	[/(?:expires|expiry|expiration|enddate(?:time)?|secretends)$/, 'secretExpires'],
	[/(?:clientsecret(?:value)?|secretvalue|secrettext|password|^secret|^value)$/, 'clientSecret'],
	[/(?:applicationclientid|clientid|appid|applicationid)$/, 'clientId'],
	[/(?:directorytenantid|tenantid|directoryid|tenant)$/, 'tenant'],
];

/** The kind of a label such as `Application (client) ID`, `MAIL_CLIENT_ID` or `appId`. */
export function kindOf(label: string): Kind | undefined {
	const letters = label.toLowerCase().replace(/[^a-z]/g, '');
	if (letters.length > 60) return undefined;
	return kinds.find(([pattern]) => pattern.test(letters))?.[1];
}

/** Label and value of each line: `Label: value`, `KEY=VALUE`, a tab between, or the value on the next line. */
export function labelledLines(text: string): readonly (readonly [Kind, string])[] {
	const lines = text
		.split('\n', 2000)
		.map(line => line.trim())
		.filter(line => line !== '' && line.length < 3000);
	const found: (readonly [Kind, string])[] = [];
	for (const [index, line] of lines.entries()) {
		const [, label = '', value = ''] = /^([^=:\t]{1,60})[=:\t]\s*(.*)$/.exec(line) ?? [];
		const kind = kindOf(label.replace(/^(?:export|set)\s+|^\$env:/i, ''));
		if (kind && value !== '') found.push([kind, value.replace(/[,;]$/, '')]);
		const alone = kindOf(line.replace(/[:=]$/, ''));
		const next = lines[index + 1];
		if (alone && value === '' && next && !kindOf(next)) found.push([alone, next]);
	}
	return found;
}
