/** The length of Google's client secrets: GOCSPX- and 28 characters. */
const secretLength = 35;

/** Client ID and secret by their shapes, wherever they stand in the text. */
export function googleClient(text: string): {
	readonly clientId?: string;
	readonly clientSecret?: string;
} {
	const [clientId] = /\b\d{1,30}-[a-z0-9]{1,64}\.apps\.googleusercontent\.com\b/i.exec(text) ?? [];
	const secret = /GOCSPX-[\w-]{1,200}/.exec(text);
	if (!secret) return {clientId};
	const [start] = secret;
	const [, rest = ''] =
		/^\s*\n\s*([\w-]+)\s*(?:\n|$)/.exec(
			text.slice(secret.index + start.length, secret.index + 300),
		) ?? [];
	const isWrapped = start.length < secretLength && start.length + rest.length === secretLength;
	return {clientId, clientSecret: isWrapped ? start + rest : start};
}
