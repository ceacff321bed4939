/** Secrets shorter than this are found nowhere for sure: they would take ordinary words out. */
const shortest = 6;

/** A text without the given secrets, in whatever form they stand in it, and without what looks like one. */
export function scrub(text: string, secrets: readonly string[]): string {
	const forms = [...new Set(secrets.flatMap(formsOf))]
		.filter(form => form.length >= shortest)
		.toSorted((one, other) => other.length - one.length);
	const known = forms.reduce((rest, form) => rest.replaceAll(form, mark), text);
	return likely.reduce((rest, pattern) => rest.replace(pattern, `$1${mark}`), known);
}

const mark = '[secret]';

/** What a secret looks like in a URL, in JSON, in a SASL answer, and broken into lines. */
function formsOf(secret: string): readonly string[] {
	const bytes = new TextEncoder().encode(secret);
	const base64 = btoa(String.fromCharCode(...bytes)).replace(/=+$/, '');
	return [
		secret,
		encodeURIComponent(secret),
		new URLSearchParams({s: secret}).toString().slice(2),
		JSON.stringify(secret).slice(1, -1),
		base64,
		base64.replaceAll('+', '-').replaceAll('/', '_'),
		// Where it stands behind something else, its base64 begins in the middle of a group.
		...[1, 2].map(offset =>
			btoa(String.fromCharCode(...new Array<number>(offset).fill(0), ...bytes))
				.replace(/=+$/, '')
				.slice(4, -1),
		),
		...secret.split(/\r?\n/).filter(line => line.length >= 20),
	];
}

/** The first group stays. */
const likely: readonly RegExp[] = [
	// RFC 3986 §3.2.1
	/(\/\/)[^\s/@]+(?=@)/g,
	/()\beyJ[\w-]{10,}\.[\w-]+\.?[\w-]*/g,
	/()\bya29\.[\w-]{10,}/g,
	/()\bGOCSPX-[\w-]{10,}/g,
	/()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
	/(\bBearer )[\w.~+/-]{8,}=*/gi,
	/(\b(?:password|passwd|client_secret|refresh_token|access_token|id_token|assertion|code_verifier)["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi,
];
