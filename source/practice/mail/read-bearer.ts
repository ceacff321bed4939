import type {Mechanism} from '../faults.js';

/** User and token of a decoded XOAUTH2 or OAUTHBEARER response (RFC 7628 §3.1); undefined when it is malformed. */
export function readBearer(
	mechanism: Mechanism,
	response: string,
): {readonly user: string; readonly token: string} | undefined {
	const parts = response.split('\u0001');
	const field = (name: string) => {
		const part = parts.find(each => each.toLowerCase().startsWith(`${name}=`));
		return part?.slice(name.length + 1);
	};
	const token = /^Bearer +(\S+)$/i.exec(field('auth') ?? '')?.[1];
	if (token === undefined || !response.endsWith('\u0001\u0001')) return undefined;
	if (mechanism === 'XOAUTH2') {
		const user = field('user');
		return user ? {user, token} : undefined;
	}
	// gs2-header: the authorization identity, with = and , escaped (RFC 5801 §4)
	const gs2 = /^[ny],a=([^,]*),$/.exec(parts[0] ?? '')?.[1];
	const user = gs2?.replaceAll('=2C', ',').replaceAll('=3D', '=');
	return user ? {user, token} : undefined;
}

/** Decodes strictly, as the RFCs demand; undefined for what is not base64. */
export function readBase64(text: string): string | undefined {
	if (!/^[A-Za-z\d+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
	return Buffer.from(text, 'base64').toString('utf8');
}
