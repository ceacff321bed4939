import {clean, mask} from '../clean.js';

const rules: readonly RegExp[] = [
	// Names that only ever stand before a secret, as JSON, form fields or words.
	/((?:client_secret|refresh_token|access_token|id_token|code_verifier|device_code|client_assertion|assertion|password|passwd)\\?["']?\s*[:=]\s*\\?["']?)([^\s"'&,;}]+)/gi,
	/([?&]code=)([^\s"'&]+)/gi,
	/(\bBearer\s+)([\w.~+/=-]{8,})/gi,
	// JWTs (RFC 7519), the SASL answers of RFC 7628 and XOAUTH2, and the tokens of both providers.
	/(^|[^\w])(eyJ[\w-]{4,}(?:\.[\w-]+)+)/g,
	/(^|[^\w])((?:dXNlcj|bixhP)[\w+/=-]{10,})/g,
	/(^|[^\w])(ya29\.[\w.-]{4,}|1\/\/0[\w-]{10,}|4\/0[\w-]{10,}|GOCSPX-[\w-]{6,})/g,
	/(^|[^\w.~-])([\w.~-]{3}\dQ~[\w.~-]{20,})/g,
	// Codes and refresh tokens of Entra ID.
	/(^|[^\w])([01M]\.[A-Z][\w-]{3,}[\w.!*$-]{40,})/g,
	/(^|[^\w])([0-9a-f]{48,})(?![\w-])/gi,
];
const runs = /[A-Za-z0-9+/_-]{32,}={0,2}/g;

/** Puts an ellipsis in the place of whatever may be a secret: tokens, codes, client secrets, long base64. */
export function maskSecrets(text: string): string {
	const known = rules.reduce(
		(result, rule) =>
			result.replace(rule, (_, before: string, secret: string) => `${before}${mask(secret)}`),
		text,
	);
	return known.replace(runs, run => (isRandom(run) ? mask(run) : run));
}

/** The other side's own words, fit for the screen. */
export const saidOf = (text: string) => clean(maskSecrets(text.slice(0, 20_000)), 500);

/** Base64 mixes its kinds of characters all the time; GUIDs, paths and names keep to one for a word's length. */
function isRandom(run: string): boolean {
	if (/^[0-9a-f-]+$/i.test(run)) return false;
	const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter(kind => kind.test(run)).length;
	if (kinds === 3) return true;
	const changes = run.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|\d(?=[A-Za-z])/g)?.length ?? 0;
	return changes > run.length * 0.4;
}
