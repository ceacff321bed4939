import {expect, test} from 'vitest';
import {parseAddress} from '../../source/postgres/address.js';
import {isLost, sqlState, troubleOf} from '../../source/postgres/trouble.js';

const address = parseAddress('postgres://mail@db.acme.com/grants');
const host = {host: 'db.acme.com', port: 5432};
const ofServer = (code: string, message = 'said by the server') =>
	Object.assign(new Error(message), {severity: 'FATAL', code});
const ofNetwork = (code: string, message = code) => Object.assign(new Error(message), {code});

test.each([
	['a wrong password', ofServer('28P01'), /refuses the password of mail/, false],
	[
		'no line in pg_hba.conf',
		ofServer('28000', 'no pg_hba.conf entry for host'),
		/let mail in from this host/,
		false,
	],
	['no such role', ofServer('28000', 'role "mail" does not exist'), /does not let mail in/, false],
	[
		'no certificate of this host',
		ofServer('28000', 'connection requires a valid client certificate'),
		/wants a certificate of this host, for mail/,
		false,
	],
	[
		'the certificate of somebody else',
		ofServer('28000', 'certificate authentication failed for user "mail"'),
		/does not take the certificate of this host/,
		false,
	],
	[
		'a certificate that the server does not trust',
		ofNetwork('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
		/does not trust the certificate of this host/,
		false,
	],
	['a key in no form', ofNetwork('ERR_OSSL_UNSUPPORTED'), /TLS with PostgreSQL .* fails/, false],
	['no such database', ofServer('3D000'), /no such database/, false],
	['no schema', ofServer('42P01'), /holds no store of mailgrant yet/, false],
	['no right', ofServer('42501'), /may not do that/, false],
	['too many connections', ofServer('53300'), /no more connections/, true],
	['a standby', ofServer('25006'), /takes no writes/, true],
	['a server that starts', ofServer('57P03'), /starts or stops/, true],
	['a pooler', ofServer('08P01', 'unsupported startup parameter: x'), /connection pooler/, false],
	['nobody there', ofNetwork('ECONNREFUSED'), /Nothing listens at db\.acme\.com/, true],
	['no such name', ofNetwork('ENOTFOUND'), /does not exist/, false],
	['no answer', new Error('timeout expired'), /does not answer/, true],
	['no TLS', new Error('The server does not support SSL connections'), /offers no TLS/, false],
	['another name', ofNetwork('ERR_TLS_CERT_ALTNAME_INVALID'), /for another host/, false],
	['an authority nobody knows', ofNetwork('SELF_SIGNED_CERT_IN_CHAIN'), /vouches/, false],
	['an end', new Error('Connection terminated unexpectedly'), /was cut/, true],
])('%s is said in words, with what to do', (_, error, words, passes) => {
	const trouble = troubleOf(error, address, host);
	expect(trouble.message).toMatch(words);
	expect(trouble.passes).toBe(passes);
	expect(trouble.steps.length).toBeGreaterThan(0);
});

test('what a server says is stripped of what could steer a terminal', () => {
	const {message} = troubleOf(ofServer('3D000', 'database "\u001B[31mx" does not exist'), address);
	expect(message).not.toContain('\u001B');
});

test('a session is given up for what ends it, and for nothing else', () => {
	expect(isLost(new Error('Query read timeout'))).toBe(true);
	expect(isLost(ofServer('57P01'))).toBe(true);
	expect(isLost(ofServer('25006'))).toBe(true);
	expect(isLost(ofServer('23505'))).toBe(false);
	expect(sqlState(ofNetwork('ECONNRESET'))).toBeUndefined();
});
