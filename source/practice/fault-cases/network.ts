import {at, atMail, everywhere, type FaultCases} from './parts.js';

const html = {
	status: 200,
	contentType: 'text/html; charset=utf-8',
	body: '<!DOCTYPE html><html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>Your request was blocked by the web gateway.</p></body></html>',
};

/** What lies between: connections, certificates, portals. Names that don't resolve, ports that are closed and packets that are dropped are no server's doing. */
export const networkFaults: FaultCases = {
	'net-silent': everywhere({breaks: {at: 'connect', how: 'silence'}}),
	'net-flood': atMail({breaks: {at: 'greeting', how: 'flood'}}),
	'mail-no-token-auth': atMail({mechanisms: ['PLAIN', 'LOGIN']}),
	'mail-no-starttls': at('smtp', {withoutStartTls: true}),
	'mail-unexpected-data': at('smtp', {interjection: '250 2.1.0 Ok'}),
	'mail-strange-answer': atMail({greeting: 'SSH-2.0-OpenSSH_9.9'}),
	'net-reset': everywhere({breaks: {at: 'tls', how: 'reset'}}),
	'net-html': () => ({oauth: {token: {any: html}, metadata: html, deviceCode: html}}),
	'tls-wrong-version': everywhere({isPlainText: true}),
	'tls-version': everywhere({certificate: 'old-versions'}),
	'tls-self-signed-chain': everywhere({certificate: 'unknown-chain'}),
	'tls-issuer': everywhere({certificate: 'unknown-issuer'}),
	'tls-leaf-only': everywhere({certificate: 'leaf-only'}),
	'tls-self-signed': everywhere({certificate: 'self-signed'}),
	'tls-expired': everywhere({certificate: 'expired'}),
	'tls-not-yet': everywhere({certificate: 'not-yet-valid'}),
	'tls-altname': everywhere({certificate: 'other-host'}),
};
