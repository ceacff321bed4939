/** What a trial sends; the program adds date and Message-ID. */
export const testMessage = ({
	from,
	to,
	program,
}: {
	readonly from: string;
	readonly to: string;
	readonly program: string;
}) =>
	[
		`From: ${from}`,
		`To: ${to}`,
		`Subject: mailgrant: ${program} can send`,
		'',
		`This message was sent by ${program}, with a token that mailgrant handed to it.`,
		'',
	].join('\n');
