import {randomUUID} from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type {Message} from '../mail-port.js';

export type Composed = {
	/** With angle brackets. */
	readonly messageId: string;
	readonly raw: Buffer;
};

/** A plain-text message as it travels (RFC 5322), marked as made by a program (RFC 3834 §5). */
export async function compose(message: Message, now = new Date()): Promise<Composed> {
	const domain = message.from.slice(message.from.lastIndexOf('@') + 1).toLowerCase();
	const messageId = `<mailgrant.${randomUUID()}@${/^[a-z\d.-]+$/.test(domain) ? domain : 'localhost'}>`;
	const composer = new MailComposer({
		...message,
		messageId,
		date: now,
		headers: {'Auto-Submitted': 'auto-generated'},
		xMailer: false,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return {messageId, raw: await composer.compile().build()};
}
