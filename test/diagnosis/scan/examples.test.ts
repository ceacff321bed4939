import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createScanner, type Scanned} from '../../../source/diagnosis/scan/scan.js';
import type {ProviderId} from '../../../source/grant.js';
import examples from '../examples.json' with {type: 'json'};

function scan(lines: readonly string[], provider?: ProviderId): Scanned {
	const scanner = createScanner(provider);
	for (const line of lines) scanner.add(line);
	return scanner.end();
}

const perLine = (change: (line: string) => string) => (text: string) =>
	text.split('\n').map(change).join('\n');

/** As a mail program breaks lines: between words. */
const wrap = (width: number) =>
	perLine(line => {
		const lines: string[] = [];
		for (const word of line.split(' ')) {
			const last = lines.at(-1);
			if (last !== undefined && last.length + 1 + word.length <= width) {
				lines[lines.length - 1] = `${last} ${word}`;
			} else lines.push(word);
		}
		return lines.join('\n');
	});

/** As a terminal breaks lines: anywhere. */
const breakAt = (width: number) =>
	perLine(line => line.match(new RegExp(`.{1,${width}}`, 'gu'))?.join('\n') ?? '');

const escapeHtml = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');

const noise = [
	'2026-11-23 09:59:58,001 [main] INFO com.extraview.Task - EVMail started',
	'2026-11-23 09:59:59,001 [main] INFO com.extraview.Task - 3 messages read',
];
const pause = Array.from({length: 14}, (_, index) => noise[index % 2] ?? '');

describe.each<[string, (text: string) => string]>([
	['as it is', text => text],
	[
		'with times and thread names',
		perLine(line => `2026-11-23 10:00:00,123 [http-nio-8080-exec-3] ERROR com.x.Mail - ${line}`),
	],
	['in the journal of a Java server', perLine(line => `Nov 23 10:00:00 track java[1234]: ${line}`)],
	['in the application server log', perLine(line => `2026-05-06 06:03:00,EVMail thread 7,${line}`)],
	['quoted', perLine(line => `> > ${line}`)],
	['escaped for HTML', escapeHtml],
	['escaped twice', text => escapeHtml(escapeHtml(text))],
	['wrapped at 60', wrap(60)],
	['wrapped and quoted', text => perLine(line => `> ${line}`)(wrap(72)(text))],
	['broken at 80', breakAt(80)],
	['broken at 50', breakAt(50)],
	['with carriage returns', perLine(line => `${line}\r`)],
	['with colours', perLine(line => `\u001B[31m${line}\u001B[0m`)],
])('every example %s', (_, change) => {
	test.each(examples)('$id', ({id, example}) => {
		const told = change(example).split('\n');
		const {findings} = scan([...noise, ...told, ...pause, ...told, ...pause]);
		expect(findings.map(({diagnosis}) => diagnosis.id)).toEqual([id]);
		const [
			{
				count,
				lines: [first, last],
			} = {count: 0, lines: [0, 0]},
		] = findings;
		expect(count).toBe(2);
		expect(first).toBeGreaterThan(noise.length);
		expect(first).toBeLessThanOrEqual(noise.length + told.length);
		const second = noise.length + told.length + pause.length;
		expect(last).toBeGreaterThan(second);
		expect(last).toBeLessThanOrEqual(second + told.length);
	});
});

test('letters in lower case change no verdict, but those of base64', () => {
	for (const {id, example} of examples.filter(each => each.id !== 'g-sasl-challenge')) {
		const {findings} = scan([...noise, ...example.toLowerCase().split('\n'), ...noise]);
		expect(findings.map(({diagnosis}) => diagnosis.id)).toEqual([id]);
	}
});

test('trace ids, tenants, hosts and times tell no failures apart', () => {
	const occurrence = fc.record({
		guid: fc.uuid(),
		isUpper: fc.boolean(),
		date: fc.date({min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true}),
		server: fc.stringMatching(/^[A-Z]{2}[0-9]P[0-9]{3}MB[0-9]{4}$/),
		pause: fc.integer({min: 13, max: 30}),
	});
	fc.assert(
		fc.property(
			fc.constantFrom(...examples),
			fc.array(occurrence, {minLength: 1, maxLength: 5}),
			({id, example}, occurrences) => {
				const lines: string[] = [];
				const starts: number[] = [];
				for (const {guid, isUpper, date, server, pause: quiet} of occurrences) {
					starts.push(lines.length + 1);
					const told = example
						.replace(
							/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
							isUpper ? guid.toUpperCase() : guid,
						)
						.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, date.toISOString())
						.replace(/\[[A-Z0-9]+\.[\w.]+\.outlook\.com/gi, `[${server}.prod.outlook.com`)
						.replace(/\buser@contoso\.com\b/g, `${server.toLowerCase()}@example.com`);
					lines.push(...told.split('\n'), ...Array.from({length: quiet}, () => noise[0] ?? ''));
				}
				const {findings} = scan(lines);
				expect(findings.map(({diagnosis}) => diagnosis.id)).toEqual([id]);
				expect(findings[0]?.count).toBe(occurrences.length);
				expect(findings[0]?.lines[0]).toBeGreaterThanOrEqual(starts[0] ?? 0);
				expect(findings[0]?.lines[1]).toBeGreaterThanOrEqual(starts.at(-1) ?? 0);
			},
		),
		{numRuns: 300},
	);
});

test('different failures that stand side by side are told apart', () => {
	const single = examples.filter(
		({example}) => !example.includes('\n') && /^(?:AADSTS|\d{3} |Error: )/.test(example),
	);
	fc.assert(
		fc.property(
			fc.shuffledSubarray(single, {minLength: 2, maxLength: 12}),
			fc.integer({min: 0, max: 2}),
			(chosen, gap) => {
				const between = pause.slice(0, gap);
				const lines = chosen.flatMap(({example}, index) => [
					`2026-11-23 10:00:0${index % 10} [task-${index}] ERROR - ${example}`,
					...between,
				]);
				const found = scan(lines).findings.map(({diagnosis, lines: at}) => [diagnosis.id, at]);
				const expected = chosen.map(({id}, index) => {
					const at = index * (gap + 1) + 1;
					return [id, [at, at]];
				});
				expect(found).toHaveLength(expected.length);
				expect(found).toEqual(expect.arrayContaining(expected));
			},
		),
		{numRuns: 200},
	);
});

test.each<[string, readonly string[], string, number, readonly [number, number]]>([
	[
		'JavaMail’s debug log and the exception that follows it',
		[
			'DEBUG IMAPS: AUTHENTICATE XOAUTH2 command trace suppressed',
			'A1 NO AUTHENTICATE failed.',
			'DEBUG IMAPS: AUTHENTICATE XOAUTH2 command result: A1 NO AUTHENTICATE failed.',
			'javax.mail.AuthenticationFailedException: AUTHENTICATE failed.',
			'\tat com.sun.mail.imap.IMAPStore.protocolConnect(IMAPStore.java:732)',
		],
		'exo-imap-authenticate-failed',
		1,
		[2, 4],
	],
	[
		'a Java exception with its causes',
		[
			"2026-11-23 10:00:00 ERROR [EVMail] com.sun.mail.util.MailConnectException: Couldn't connect to host, port: outlook.office365.com, 993; timeout 10000;",
			'  nested exception is:',
			'\tjava.net.ConnectException: Connection refused (Connection refused)',
		],
		'net-refused',
		1,
		[1, 3],
	],
	[
		'Python’s tuple',
		["smtplib.SMTPAuthenticationError: (535, b'5.7.3 Authentication unsuccessful')"],
		'exo-smtp-573',
		1,
		[1, 1],
	],
	[
		'nodemailer’s error',
		['Error: Invalid login: 535-5.7.8 Username and Password not accepted - gsmtp'],
		'g-smtp-535',
		1,
		[1, 1],
	],
	[
		'an address of a browser in an access log',
		[
			'127.0.0.1 - - [23/Nov/2026:06:25:15 +0000] "GET /callback?error=invalid_client&error_description=AADSTS7000215%3A+Invalid+client+secret&state=x HTTP/1.1" 200 1',
		],
		'ms-secret-invalid',
		1,
		[1, 1],
	],
	[
		'an address within another',
		[
			'https://example.com/?next=http%3A%2F%2Flocalhost%2F%3Ferror%3Dinvalid_grant%26error_description%3DAADSTS50173%253A%2520expired',
		],
		'ms-grant-revoked',
		1,
		[1, 1],
	],
	[
		'the same refusal on three lines',
		['A1 NO AUTHENTICATE failed.', 'A2 NO AUTHENTICATE failed.', 'A3 NO AUTHENTICATE failed.'],
		'exo-imap-authenticate-failed',
		3,
		[1, 3],
	],
])('%s', (_, lines, id, count, at) => {
	const {findings} = scan(lines);
	expect(
		findings.map(({diagnosis, count: times, lines: where}) => [diagnosis.id, times, where]),
	).toEqual([[id, count, at]]);
});
