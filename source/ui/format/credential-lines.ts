import {isServiceAccount} from '../../checklist/credential.js';
import type {GrantRecord} from '../../checklist/grant-record.js';
import type {Providers} from '../../providers/provider.js';
import {utcDay} from '../../text/utc.js';
import {blank, cell, type Line} from './line.js';
import {dayOf} from './time.js';
import {paragraph} from './wrap.js';

const labelWidth = 15;

/** What an application proves itself with beside a secret, a line each fact; nothing where a person signs in. */
export function credentialLines(
	record: GrantRecord | undefined,
	providers: Providers,
	{width, now}: {readonly width: number; readonly now: number},
): readonly Line[] {
	if (record?.grant.flow !== 'app-only') return [];
	const {certificate, serviceAccount} = record.facts;
	const row = (label: string, text: string) =>
		paragraph(text, width, {
			indent: labelWidth,
			first: [{text: '  '}, cell(label, labelWidth - 2)],
		});
	if (isServiceAccount(record.grant, providers)) {
		return serviceAccount
			? [
					...row('Account', serviceAccount.email),
					...row('Unique ID', `${serviceAccount.uniqueId}, for domain-wide delegation`),
					...row('Key', `${serviceAccount.keyId}, stored ${dayOf(serviceAccount.setAt, now)}`),
				]
			: paragraph('Paste the JSON key of the service account, or the path of its file.', width);
	}
	if (!certificate) return [];
	return [
		blank,
		...row('Certificate', `until ${utcDay(certificate.endsAt)}`),
		...row('Thumbprint', certificate.sha1),
		...row('SHA-256', certificate.sha256),
	];
}
