import examples from '../diagnosis/examples.json' with {type: 'json'};

/** What servers write all day, with the places that differ. */
const ordinary: readonly ((n: number) => string)[] = [
	n =>
		`Nov 23 06:25:01 mail postfix/smtp[${n % 9999}]: ${hex(n)}: to=<user${n % 500}@example.com>, relay=mx.example.com[192.0.2.${n % 250}]:25, delay=0.${n % 100}, dsn=2.0.0, status=sent (250 2.0.0 OK ${hex(n * 7)})`,
	n =>
		`Nov 23 06:25:02 mail dovecot: imap-login: Login: user=<user${n % 500}@example.com>, method=PLAIN, rip=198.51.100.${n % 250}, lip=192.0.2.5, mpid=${n}, TLS, session=<${hex(n * 3)}>`,
	n =>
		`Nov 23 06:25:03 mail postfix/smtpd[${n % 9999}]: warning: unknown[203.0.113.${n % 250}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6`,
	n =>
		`192.0.2.${n % 250} - - [23/Nov/2026:06:25:15 +0000] "GET /evj/ExtraView?id=${n} HTTP/1.1" 200 ${n % 90_000} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
	n =>
		`2026-11-23 06:25:04,${n % 1000} [http-nio-8080-exec-${n % 20}] INFO com.extraview.Task - message ${n} of the mailbox was read`,
	n => `\tat com.extraview.mail.Reader.read(Reader.java:${n % 2000})`,
	n => `Nov 23 06:25:05 mail systemd[1]: Started session-${n}.scope - Session ${n} of User root.`,
	n =>
		`Nov 23 06:25:06 mail sshd[${n % 9999}]: Failed password for invalid user admin from 203.0.113.${n % 250} port ${n % 65_000} ssh2`,
];

const hex = (n: number) => ((n * 2_654_435_761) % 4_294_967_296).toString(16).toUpperCase();

const failures = examples
	.filter(({example}) => !example.includes('\n') && !/^\s*</.test(example))
	.map(({example}) => example);

/** How often one of the known failures stands among ordinary lines. */
const failureEach = 1000;

/** A log of `count` lines, in parts of about 100 kB. */
export function* logLines(count: number): Generator<string> {
	let part: string[] = [];
	for (let n = 0; n < count; n++) {
		const line =
			n % failureEach === 500
				? `2026-11-23 06:25:07,001 [EVMail] ERROR com.extraview.Mail - ${failures[((n / failureEach) % failures.length) | 0]}`
				: (ordinary[(n * 7 + (n >> 5)) % ordinary.length]?.(n) ?? '');
		part.push(line);
		if (part.length === 1000) {
			yield `${part.join('\n')}\n`;
			part = [];
		}
	}
	yield part.map(line => `${line}\n`).join('');
}
