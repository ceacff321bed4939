import {describe, expect, test} from 'vitest';
import {formatAddress, hostText, parseAddress, sslModeOf} from '../../source/postgres/address.js';
import {userErrorOf} from '../storage/fixtures.js';

const hostsOf = (text: string) => parseAddress(text).hosts.map(({host, port}) => `${host} ${port}`);

test('an address is read by the rules of libpq', () => {
	expect(parseAddress('postgresql://ma%20il@db.acme.com:6543/grants?sslmode=verify-ca')).toEqual({
		hosts: [{host: 'db.acme.com', port: 6543}],
		user: 'ma il',
		database: 'grants',
		sslmode: 'verify-ca',
	});
	expect(hostsOf('postgres://a,b:1,[::1]:2/d')).toEqual(['a 5432', 'b 1', '::1 2']);
	expect(hostsOf('postgres://u@/d?host=/run/x,db&port=7')).toEqual(['/run/x 7', 'db 7']);
	expect(hostsOf('postgres://%2Frun%2Fpg/d')).toEqual(['/run/pg 5432']);
	expect(hostsOf('postgres:///d')).toEqual(['/var/run/postgresql 5432']);
	expect(parseAddress('postgres://a/?dbname=d&user=u&connect_timeout=3')).toMatchObject({
		user: 'u',
		database: 'd',
		connectSeconds: 3,
	});
});

test('what is kept of an address is the same address', () => {
	for (const text of [
		'postgres://mail@a,b:1/grants?sslmode=verify-full&sslrootcert=/etc/ca%20x.pem',
		'postgres://%2Frun%2Fpg/d',
		'postgres://[::1]:2/d?connect_timeout=3',
	]) {
		expect(formatAddress(parseAddress(text))).toBe(text);
	}
	expect(hostText({host: '::1', port: 5432})).toBe('[::1]');
});

describe('a password in the address', () => {
	test.each([
		'postgres://u:hunter2@a/d',
		'postgres://u:hun%40ter2@a/d',
		'postgres://:hunter2@a/d',
		'postgres://u:hun@ter2@a/d',
		'postgres://a/d?password=hunter2',
		'postgres://a/d?sslpassword=hunter2',
	])('is refused and not repeated: %s', async text => {
		const error = await userErrorOf(() => parseAddress(text));
		expect(error.message).toContain('a password may not stand in the address');
		expect([error.message, ...error.nextSteps].join()).not.toMatch(/hunter2|hun%40|ter2/);
		expect(error.exitCode).toBe(2);
	});
});

test.each([
	['postgres://a/d?sslmode=prefer', /would go without TLS/],
	['postgres://a/d?sslmode=off', /sslmode is none that is known/],
	['postgres://a/d?target_session_attrs=any', /is written to/],
	['postgres://a/d?options=-c', /parameter options is not known/],
	['postgres://a:0/d', /host or its port/],
	['postgres://a:99999/d', /host or its port/],
	['postgres://a,,b/d', /host or its port/],
	['postgres://a/%zz', /hexadecimal/],
	['postgres://a/d?connect_timeout=0', /no number of seconds/],
	['postgres://a b/d', /no address/],
	['mysql://a/d', /no address/],
	['', /no address/],
])('%s is refused with a sentence', async (text, words) => {
	expect((await userErrorOf(() => parseAddress(text, 'MAILGRANT_STORE'))).message).toMatch(words);
});

test('nothing goes over a network unverified unless it is asked for', () => {
	const modeOf = (text: string) => {
		const address = parseAddress(text);
		return address.hosts.map(host => sslModeOf(address, host));
	};
	expect(modeOf('postgres://db.acme.com,localhost,127.0.0.2,[::1]/d')).toEqual([
		'verify-full',
		'disable',
		'disable',
		'disable',
	]);
	expect(modeOf('postgres:///d')).toEqual(['disable']);
	expect(modeOf('postgres://db,localhost/d?sslmode=require')).toEqual(['require', 'require']);
	// A name that only begins like the loopback is none.
	expect(modeOf('postgres://127.0.0.1.acme.com/d')).toEqual(['verify-full']);
});
