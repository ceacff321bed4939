import {endingText} from '../calendar/ending-text.js';
import {endingsOf} from '../calendar/endings-of.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {stepFor} from '../checklist/step-for.js';
import {stepNumber} from '../checklist/step-id.js';
import {statusOf} from '../checklist/step-status.js';
import {steps} from '../checklist/steps.js';
import {failureSheet} from '../diagnosis/failure-sheet.js';
import type {FieldName} from '../grant.js';
import type {Providers} from '../providers/provider.js';
import {utcMoment} from '../text/utc.js';
import type {HostFacts} from './host-facts.js';

/** What was looked for: found, or why it could not be. */
export type Found<Value> = {readonly value: Value} | {readonly trouble: string};

/** All that helps somebody else to understand what is wrong here, as plain text. Pass it through `scrub` before it leaves. */
export function report({
	host,
	records,
	audit,
	providers,
	now,
}: {
	readonly host: HostFacts;
	readonly records: Found<readonly GrantRecord[]>;
	/** The newest lines, the oldest first. */
	readonly audit: Found<readonly string[]>;
	readonly providers: Providers;
	/** Milliseconds since 1970. */
	readonly now: number;
}): string {
	return [
		`mailgrant report, ${utcMoment(now)}`,
		'',
		'Addresses, hosts, tenant and client IDs stand in it; passwords, secrets and tokens do not.',
		'Read it before you send it to somebody.',
		...section('Program', [
			row('mailgrant', `${host.version}, ${host.form}`),
			row('runtime', host.runtime),
			row('system', host.system),
			row('time zone', host.timeZone),
			row('user', host.isRoot ? 'root' : 'not root'),
			row('settings', host.settings.join(', ') || 'no variable is set'),
		]),
		...section('Terminal', terminalLines(host.terminal)),
		...section('Store', [
			row('directory', host.store.directory),
			row('disk', host.store.networkFileSystem ?? 'local'),
			...host.store.files.map(line => `  ${line}`),
		]),
		...('trouble' in records
			? section('Grants', [`  could not be read: ${records.trouble}`])
			: records.value.length === 0
				? section('Grants', ['  none'])
				: records.value.flatMap(record => grantLines(record, providers, now))),
		...section(
			'Uses of secrets',
			'trouble' in audit
				? [`  could not be read: ${audit.trouble}`]
				: audit.value.length === 0
					? ['  none']
					: audit.value.map(line => `  ${line}`),
		),
		'',
	].join('\n');
}

const section = (title: string, lines: readonly string[]) => [
	'',
	title,
	'-'.repeat(title.length),
	...lines,
];

const row = (label: string, value: string) => `  ${label.padEnd(12)}${value}`;

function terminalLines({
	input,
	output,
	columns,
	rows,
	variables,
	between,
}: HostFacts['terminal']): string[] {
	const is = (terminal: boolean) => (terminal ? 'a terminal' : 'no terminal');
	return [
		row('input', is(input)),
		row('output', columns && rows ? `${is(output)}, ${columns}×${rows}` : is(output)),
		row('between', between || 'nothing known'),
		...variables.map(variable => `  ${variable}`),
	];
}

/** Drafts and task texts stay where they are: anything may stand in them. */
function grantLines(record: GrantRecord, providers: Providers, now: number): string[] {
	const {grant, facts} = record;
	const fields = (Object.keys(grant) as FieldName[]).flatMap(field => {
		const value = grant[field];
		return value === undefined || value === '' ? [] : [`  ${field.padEnd(26)}${value}`];
	});
	const statuses = steps.map(({id}) => {
		const found = statusOf(id, record, providers);
		const at = 'evidence' in found && found.evidence ? `, ${utcMoment(found.evidence.at)}` : '';
		const head = `  ${String(stepNumber(id)).padStart(2)}  ${found.is.padEnd(9)}  `;
		return `${head}${stepFor(id, record).title}: ${found.summary}${at}`;
	});
	const sheets = steps.flatMap(({id}) => {
		const sheet = failureSheet(record, id, providers);
		return sheet === undefined
			? []
			: ['', ...sheet.split('\n').map(line => (line === '' ? '' : `  ${line}`))];
	});
	return [
		...section(`Grant ${grant.name}`, fields),
		'',
		...secretLines(facts),
		...endingsOf(record, providers)
			.filter(({isNews}) => !isNews)
			.map(ending => `  ${endingText(ending, now)}`),
		'',
		...statuses,
		...sheets,
	];
}

function secretLines({
	clientSecret,
	certificate,
	serviceAccount,
	tokens,
	renewalFailure,
}: GrantRecord['facts']): string[] {
	return [
		...(clientSecret
			? [row('secret', `${clientSecret.length} characters, set ${utcMoment(clientSecret.setAt)}`)]
			: []),
		...(certificate
			? [row('certificate', `${certificate.sha1}, set ${utcMoment(certificate.setAt)}`)]
			: []),
		...(serviceAccount
			? [row('account', `${serviceAccount.email}, set ${utcMoment(serviceAccount.setAt)}`)]
			: []),
		...(tokens
			? [
					row(
						'tokens',
						`from ${utcMoment(tokens.obtainedAt)} to ${utcMoment(tokens.expiresAt)}, ${tokens.hasRefreshToken ? 'with' : 'without'} a refresh token`,
					),
					row('scopes', tokens.scopes.join(' ')),
					...(tokens.account ? [row('signed in', tokens.account)] : []),
				]
			: [row('tokens', 'none')]),
		...(renewalFailure
			? [
					row(
						'renewal',
						`failed ${utcMoment(renewalFailure.at)}, ${renewalFailure.needsPerson ? 'a person is needed' : 'it is tried again'}: ${renewalFailure.title}`,
					),
				]
			: []),
	];
}
