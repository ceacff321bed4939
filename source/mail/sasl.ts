import type {MailSession} from '../mail-port.js';

export type Mechanism = 'XOAUTH2' | 'OAUTHBEARER';

/** XOAUTH2 wherever it is offered, as Microsoft and Google document it; OAUTHBEARER (RFC 7628) elsewhere. */
export const chooseMechanism = (offered: readonly Mechanism[]): Mechanism =>
	offered.includes('XOAUTH2') || offered.length === 0 ? 'XOAUTH2' : 'OAUTHBEARER';

/** The one response of the exchange, in base64. */
export function saslResponse(
	mechanism: Mechanism,
	{user, accessToken, endpoint}: Pick<MailSession, 'user' | 'accessToken' | 'endpoint'>,
): string {
	if (mechanism === 'XOAUTH2') {
		return encode(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`);
	}
	// RFC 5801 §4: a comma or an equals sign in the name would end it.
	const name = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
	const {host, port} = endpoint;
	return encode(
		`n,a=${name},\u0001host=${host}\u0001port=${port}\u0001auth=Bearer ${accessToken}\u0001\u0001`,
	);
}

/** What acknowledges a refusal: nothing for XOAUTH2, a lone 0x01 for OAUTHBEARER (RFC 7628 §3.2.3). */
export const acknowledgement = (mechanism: Mechanism): string =>
	mechanism === 'XOAUTH2' ? '' : 'AQ==';

/** The challenge of a refusal, decoded; undefined for what is not base64. */
export function decodeChallenge(text: string): string | undefined {
	const compact = text.trim();
	if (!/^[A-Za-z\d+/]{4,8000}={0,2}$/.test(compact)) return undefined;
	return Buffer.from(compact, 'base64').toString('utf8');
}

/** The token mechanisms among all that a server names. */
export function tokenMechanisms(names: readonly string[]): readonly Mechanism[] {
	const upper = names.map(name => name.toUpperCase());
	return (['XOAUTH2', 'OAUTHBEARER'] as const).filter(name => upper.includes(name));
}

const encode = (text: string) => Buffer.from(text).toString('base64');
