import type {MailStore} from './mail-store.js';

type Letter = {
	readonly from: string;
	readonly subject: string;
	readonly ageHours: number;
	readonly text: string;
	readonly html?: string;
	readonly attachment?: {readonly name: string; readonly text: string};
	readonly isSeen?: true;
};

const letters: readonly Letter[] = [
	{
		from: '"Miles Orton" <miles@customer.example>',
		subject: 'Order 4711: the pump leaks',
		ageHours: 52,
		text: 'Good morning,\r\n\r\nthe pump from order 4711 leaks at the seal. Photo and serial number follow.\r\n\r\nMiles Orton',
		isSeen: true,
	},
	{
		from: '=?UTF-8?Q?J=C3=B6rg_Br=C3=BCckner?= <joerg@customer.example>',
		subject: '=?UTF-8?B?QW5mcmFnZTogw5ZsIGbDvHIgUHVtcGUgNA==?=',
		ageHours: 26,
		text: 'Guten Tag,\r\n\r\nwelches =C3=96l braucht Pumpe 4?\r\n\r\nJ=C3=B6rg Br=C3=BCckner',
		html: '<p>Guten Tag,</p><p>welches =C3=96l braucht Pumpe 4?</p><p>J=C3=B6rg Br=C3=BCckner</p>',
	},
	{
		from: '"Practice monitor" <monitor@practice.example>',
		subject: 'Nightly report',
		ageHours: 9,
		text: 'All lines ran. The figures are attached.',
		attachment: {name: 'report.csv', text: 'line,minutes\r\n1,480\r\n2,472\r\n'},
	},
	{
		from: '"Ada Byron" <ada@practice.example>',
		subject: 'Re: [#20815] Invoice shows the wrong address',
		ageHours: 2,
		text: 'The address is right now. Please close the issue.\r\n\r\nAda',
	},
];

/** Fills every inbox with the same few letters, the newest last. */
export function deliverFirstMessages(store: MailStore, now: number): void {
	for (const address of store.addresses) {
		const mailbox = store.find(address);
		if (!mailbox) continue;
		for (const [index, letter] of letters.entries()) {
			const receivedAt = new Date(now - letter.ageHours * 3_600_000);
			store.append(mailbox, compose(letter, address, receivedAt, index), {
				receivedAt,
				flags: letter.isSeen ? ['\\Seen'] : [],
			});
		}
	}
}

function compose(letter: Letter, to: string, date: Date, index: number): Buffer {
	const id = `<${date.getTime()}.${index}@practice.example>`;
	const head = [
		`Date: ${date.toUTCString().replace('GMT', '+0000')}`,
		`From: ${letter.from}`,
		`To: <${to}>`,
		`Subject: ${letter.subject}`,
		`Message-ID: ${id}`,
		'MIME-Version: 1.0',
	];
	const text = [
		'Content-Type: text/plain; charset=utf-8',
		'Content-Transfer-Encoding: quoted-printable',
		'',
		letter.text,
	];
	const second = letter.html
		? [
				'Content-Type: text/html; charset=utf-8',
				'Content-Transfer-Encoding: quoted-printable',
				'',
				letter.html,
			]
		: letter.attachment && [
				`Content-Type: text/csv; name="${letter.attachment.name}"`,
				`Content-Disposition: attachment; filename="${letter.attachment.name}"`,
				'Content-Transfer-Encoding: base64',
				'',
				Buffer.from(letter.attachment.text).toString('base64'),
			];
	if (!second) return Buffer.from([...head, ...text, ''].join('\r\n'));
	const boundary = `part-${index}-${date.getTime()}`;
	const type = letter.html ? 'alternative' : 'mixed';
	return Buffer.from(
		[
			...head,
			`Content-Type: multipart/${type}; boundary="${boundary}"`,
			'',
			`--${boundary}`,
			...text,
			`--${boundary}`,
			...second,
			`--${boundary}--`,
			'',
		].join('\r\n'),
	);
}
