import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {Diagnosis} from '../../source/diagnosis/diagnosis.js';
import {mattersOf} from '../../source/notify/matters-of.js';
import {providers} from '../../source/providers/providers.js';
import type {Renewal} from '../../source/renewal.js';
import {recordWith} from '../helpers/records.js';

export const now = Date.UTC(2026, 10, 24, 12);

export const revoked: Diagnosis = {
	id: 'sign-in-revoked',
	title: 'The sign-in was revoked',
	cause: 'Somebody has withdrawn the consent.',
	fix: ['Sign in again: mailgrant sign-in NAME.', 'Ask why.'],
	who: 'user',
	transient: false,
	confidence: 'certain',
	said: 'AADSTS50173: The grant has expired',
	see: 'https://learn.microsoft.com/x',
	step: 'sign-in',
};

export const failing = (
	diagnosis: Diagnosis = revoked,
	more: Partial<NonNullable<Renewal['failure']>> = {},
): Renewal => ({failure: {at: now - 60_000, count: 1, fits: '', diagnosis, ...more}});

/** A grant that is signed in, with an access token for so long. */
export const grantOf = (
	name: string,
	{
		lastsMs = 1_800_000,
		secretExpires,
	}: {readonly lastsMs?: number; readonly secretExpires?: string} = {},
	facts: GrantRecord['facts'] = {},
): GrantRecord =>
	recordWith(
		{name, mailbox: `${name}@acme.com`, ...(secretExpires && {secretExpires})},
		{
			facts: {
				tokens: {
					obtainedAt: now + lastsMs - 3_600_000,
					expiresAt: now + lastsMs,
					hasRefreshToken: true,
					scopes: [],
					flow: 'browser',
				},
				...facts,
			},
		},
	);

export const matters = (record: GrantRecord, renewal?: Renewal, fits?: string) =>
	mattersOf(record, renewal, {providers, now, fits});
