import type {Failure} from '../diagnosis.js';

/** What Java's libraries say where others print a code; ExtraView's tasks are Java. */
const wordings: readonly (readonly [RegExp, string])[] = [
	[/\bUnknownHostException\b/, 'ENOTFOUND'],
	[/\bConnectException\b[\s\S]{0,80}\bConnection refused\b/, 'ECONNREFUSED'],
	[/\bNoRouteToHostException\b|\bNetwork is unreachable\b/, 'ENETUNREACH'],
	[/\bSocketTimeoutException\b|\bConnectException\b[\s\S]{0,80}\btimed out\b/i, 'ETIMEDOUT'],
	[/\bPKIX path (?:building|validation) failed\b[^\r\n]*\bexpired\b/i, 'CERT_HAS_EXPIRED'],
	[/\bPKIX path building failed\b/i, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
	[/\bCertificateExpiredException\b/, 'CERT_HAS_EXPIRED'],
	[/\bCertificateNotYetValidException\b/, 'CERT_NOT_YET_VALID'],
	[/\bNo subject alternative (?:DNS )?names?\b/i, 'ERR_TLS_CERT_ALTNAME_INVALID'],
	[
		/\bUnsupported or unrecognized SSL message\b|\bplaintext connection\?/i,
		'ERR_SSL_WRONG_VERSION_NUMBER',
	],
	[/\bSSLHandshakeException\b[^\r\n]*\bprotocol_version\b/, 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
	[/\bSocketException\b[\s\S]{0,40}\bConnection reset\b/, 'ECONNRESET'],
];
/** An application server opens many connections; these have to do with mail and its sign-in. */
const isOfMail =
	/\b(?:java(?:x|karta)?\.mail|jakarta\.mail|com\.sun\.mail|MailConnectException|login\.microsoftonline|office365|outlook|gmail|googleapis|accounts\.google|imaps?|pop3s?|smtps?)\b/i;

/** The failure with the code that Java does not print; as it was where there is none. */
export function withJavaCode(failure: Failure, text: string): Failure {
	if (failure.code !== undefined || !isOfMail.test(text)) return failure;
	const code = wordings.find(([pattern]) => pattern.test(text))?.[1];
	if (code === undefined) return failure;
	return {...failure, code, at: failure.at ?? hostIn(text), stage: stageOf(code)};
}

const stageOf = (code: string) => (/^E[A-Z]+$/.test(code) ? 'network' : 'tls');

function hostIn(text: string): string | undefined {
	const [, host, port] =
		/\bhost(?:, port)?:\s*([\w.-]{3,255})(?:,\s*(\d{1,5}))?/i.exec(text) ??
		/\bUnknownHostException:\s*([\w.-]{3,255})/.exec(text) ??
		[];
	if (host === undefined) return undefined;
	return port === undefined ? host : `${host}:${port}`;
}
