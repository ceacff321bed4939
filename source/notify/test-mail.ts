import {cleanLines} from '../clean.js';
import {closing} from './closing.js';
import type {Host} from './host.js';
import type {NotifyMail} from './notify-mail.js';
import {subjectOf} from './subject-of.js';

/** A message whose arrival is all that matters. */
export function testMail(host: Host, through: string): NotifyMail {
	const text = [
		`This is a test: mailgrant on ${host.name} can send you mail, through ${through}.`,
		'',
		'You are told when something needs a person, such as a sign-in that was revoked, or a secret that ends in 30, 14 or 7 days.',
		...closing(host),
	].join('\n');
	return {subject: subjectOf(host, 'test message'), text: cleanLines(text)};
}
