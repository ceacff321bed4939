import type {GrantRecord} from '../../checklist/grant-record.js';
import type {SignInReport} from '../../checklist/report.js';
import type {Tone} from '../theme.js';
import {cell, type Line} from './line.js';
import {distance, momentOf} from './time.js';
import {paragraph} from './wrap.js';

const labelWidth = 16;

const roads: Readonly<Record<SignInReport['road'], string>> = {
	browser: 'the browser came back',
	paste: 'the address was pasted',
	device: 'the code was typed on another device',
	app: 'the application asked as itself',
};

/** What a sign-in brought: who, what is allowed, until when. */
export function signInResultLines(
	report: SignInReport,
	record: GrantRecord | undefined,
	{width, now}: {readonly width: number; readonly now: number},
): readonly Line[] {
	const {account, grantedScopes, missingScopes, hasRefreshToken, road} = report;
	// A refresh moves the end of the access token; the masked facts know the present one.
	const expiresAt = record?.facts.tokens?.expiresAt ?? report.expiresAt;
	const row = (label: string, text: string, tone?: Tone) =>
		paragraph(text, width, {indent: labelWidth, first: [cell(label, labelWidth, 'dim')], tone});
	return [
		...row(
			'Account',
			account ?? (road === 'app' ? 'the application' : 'the provider does not say'),
		),
		...row('Road', roads[road]),
		...(grantedScopes.length === 0
			? row('Scopes', 'none', 'failed')
			: grantedScopes.flatMap((scope, index) => row(index === 0 ? 'Scopes' : '', scope))),
		...missingScopes.flatMap((scope, index) => row(index === 0 ? 'Missing' : '', scope, 'failed')),
		...row(
			'Access token',
			expiresAt > now
				? `until ${momentOf(expiresAt, now)}, ${distance(expiresAt, now)}`
				: `ended ${distance(expiresAt, now)}; ${road === 'app' ? 'another is asked for' : 'it is refreshed'} before use`,
		),
		...refreshRow(),
	];

	function refreshRow(): readonly Line[] {
		if (road === 'app') return row('Refresh token', 'none is needed: a token is asked for again');
		return hasRefreshToken
			? row('Refresh token', 'stored; no one has to sign in again soon')
			: row('Refresh token', 'none: every hour somebody has to sign in', 'needs you');
	}
}
