/** What the layers that went well prove, in one sentence or two; none when nothing went well. */
export function passedLayers(passed: readonly string[], at: string | undefined): readonly string[] {
	const way = passed.filter(name => words[name] !== undefined).map(name => words[name]);
	const host = at === undefined ? '' : ` of ${at}`;
	return [
		...(way.length === 0 ? [] : [capital(`${list(way)}${host} ${verb(way)} in order.`)]),
		...(passed.includes('sign in') ? ['The server accepts the token.'] : []),
		...(passed.includes('open') ? ['The mailbox opens.'] : []),
		...(passed.includes('sender') ? ['The server accepts the sender.'] : []),
		...(passed.includes('recipient') ? ['The server accepts the recipient.'] : []),
	];
}

const words: Readonly<Record<string, string>> = {
	name: 'name',
	proxy: 'proxy',
	connect: 'connection',
	TLS: 'TLS',
	greeting: 'greeting',
	offers: 'offered methods',
};

const list = (items: readonly (string | undefined)[]) =>
	items.length < 2 ? `${items[0]}` : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const verb = (items: readonly unknown[]) => (items.length < 2 ? 'is' : 'are');

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
