import {daysLeft, type Nearness, nearnessOf} from '../calendar/ending.js';
import {endingText} from '../calendar/ending-text.js';
import {endingsOf} from '../calendar/endings-of.js';
import {monitor} from '../calendar/monitor.js';
import {prometheus} from '../calendar/prometheus.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {stepFor} from '../checklist/step-for.js';
import {stepNumber} from '../checklist/step-id.js';
import {progressOf, statusOf} from '../checklist/step-status.js';
import {steps} from '../checklist/steps.js';
import {UserError} from '../errors.js';
import type {NotifyFailure, NotifySettings} from '../notify/notify-state.js';
import {settingsText} from '../notify/settings-text.js';
import {triedText} from '../notify/tried-text.js';
import type {Providers} from '../providers/provider.js';
import type {Services} from '../services.js';
import {utcTime} from '../text/utc.js';
import {chosenRecords} from './chosen-records.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {table} from './list.js';
import {tellFileSystem} from './tell-file-system.js';
import {diagnosisJson} from './write-diagnosis.js';

/** The checklist of each grant, from what was found before; asks nobody. */
export async function status(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, world} = invocation;
	const services = await world.openServices();
	const {providers} = services;
	tellFileSystem(services, output);
	const path = textOption(invocation.options.prometheus);
	if (path !== undefined || invocation.options.monitor) {
		if (isJson) throw new UserError('status prints one form only.', [howTo], 2);
		return tellMonitor(invocation, services, path);
	}
	const records =
		isJson && invocation.arguments.length === 0
			? services.grants.list().length === 0
				? []
				: chosenRecords(services, [])
			: chosenRecords(services, invocation.arguments);
	const {settings, failure} = await services.notify.read();
	if (isJson) {
		output.json(
			records.map(record => ({
				...statusJson(record, providers, services.now()),
				notify: settings,
			})),
		);
	} else {
		const blocks = records.map(record => statusText(record, providers, services.now()));
		output.print([...blocks, notifyText(settings, failure)].join('\n\n'));
	}
	return records.some(record => progressOf(record, providers).failed > 0) ? 1 : 0;
}

/** For a monitor: one line and its code, or a file for a collector, which is there whole or not at all. */
async function tellMonitor(
	{output, arguments: names}: Invocation,
	services: Services,
	path: string | undefined,
): Promise<ExitCode> {
	const {providers} = services;
	const none = names.length === 0 && services.grants.list().length === 0;
	const records = none ? [] : chosenRecords(services, names);
	if (path !== undefined) {
		await services.replaceFile(path, prometheus(records, providers, services.now()));
		return 0;
	}
	const {failure} = await services.notify.read();
	const {code, line} = monitor(
		records,
		providers,
		services.now(),
		failure && triedText(failure.tried),
	);
	output.print(line);
	return code;
}

const textOption = (value: string | true | undefined) =>
	typeof value === 'string' ? value : undefined;

const howTo = 'How it is used: mailgrant status --help';

/** The shape of a grant in `--json`. No secret, and no part of one. */
export function statusJson(record: GrantRecord, providers: Providers, now: number) {
	const {grant, facts} = record;
	const {done, of} = progressOf(record, providers);
	const {tokens} = facts;
	return {
		grant: grant.name,
		provider: grant.provider,
		mailbox: grant.mailbox,
		...(grant.account && {account: grant.account}),
		...(grant.cloud && {cloud: grant.cloud}),
		flow: grant.flow,
		done,
		of,
		steps: steps.map(({id}) => {
			const found = statusOf(id, record, providers);
			const evidence = 'evidence' in found ? found.evidence : undefined;
			return {
				number: stepNumber(id),
				step: id,
				title: stepFor(id, record).title,
				status: found.is,
				summary: found.summary,
				...(evidence && {at: utcTime(evidence.at)}),
				...(evidence?.diagnosis && {diagnosis: diagnosisJson(evidence.diagnosis)}),
			};
		}),
		clientSecret: facts.clientSecret !== undefined,
		...(facts.certificate && {
			certificate: {sha1: facts.certificate.sha1, sha256: facts.certificate.sha256},
		}),
		...(facts.serviceAccount && {serviceAccount: facts.serviceAccount.email}),
		...(grant.secretExpires && {secretExpires: grant.secretExpires}),
		endings: endingsOf(record, providers).map(ending => ({
			id: ending.id,
			title: ending.title,
			endsAt: utcTime(ending.endsAt),
			days: daysLeft(ending, now),
			nearness: nearnessOf(ending, now),
			about: ending.about,
			...(ending.isNews && {news: true}),
		})),
		...(tokens && {
			token: {
				expiresAt: utcTime(tokens.expiresAt),
				hasRefreshToken: tokens.hasRefreshToken,
				scopes: tokens.scopes,
				...(tokens.account && {account: tokens.account}),
			},
		}),
		...(facts.renewalFailure && {
			renewal: {
				failedAt: utcTime(facts.renewalFailure.at),
				needsPerson: facts.renewalFailure.needsPerson,
				title: facts.renewalFailure.title,
			},
		}),
	};
}

function statusText(record: GrantRecord, providers: Providers, now: number): string {
	const {grant} = record;
	const {done, of} = progressOf(record, providers);
	const rows = steps.map(({id}) => {
		const {is, summary} = statusOf(id, record, providers);
		return [`  ${stepNumber(id)}`, is, stepFor(id, record).title, summary];
	});
	return [
		`${grant.name}: ${providers[grant.provider].label}, ${grant.mailbox}, ${done} of ${of} done`,
		table(rows),
		`  ${credentialText(record)}`,
		`  Access token: ${tokenText(record, now)}`,
		...renewalLines(record.facts.renewalFailure),
		...endingsOf(record, providers)
			.filter(({isNews}) => !isNews)
			.map(ending => `  ${marks[nearnessOf(ending, now)]}${endingText(ending, now)}`),
	].join('\n');
}

function notifyText(settings: NotifySettings, failure: NotifyFailure | undefined): string {
	const whom = `Told by mail when something needs a person: ${settingsText(settings)}`;
	if (settings.to.length === 0) return `${whom}. Name somebody: mailgrant notify --to ADDRESS`;
	if (!failure) return whom;
	return `${whom}\n  Not sent since ${utcTime(failure.at)}: ${triedText(failure.tried)}`;
}

/** What is far needs no word before it. */
const marks: Readonly<Record<Nearness, string>> = {
	far: '',
	soon: 'Soon: ',
	near: 'Soon: ',
	close: 'Now: ',
	ended: 'Over: ',
};

function credentialText({grant, facts}: GrantRecord): string {
	const {clientSecret, certificate, serviceAccount} = facts;
	const ends = grant.secretExpires ? `, ends ${grant.secretExpires}` : '';
	if (certificate) return `Certificate: ${certificate.sha1}${ends}`;
	if (serviceAccount) return `Service account: ${serviceAccount.email}`;
	return `Client secret: ${clientSecret ? `kept${ends}` : 'none'}`;
}

function tokenText({grant, facts: {tokens}}: GrantRecord, now: number): string {
	if (!tokens) return 'none';
	const ends = `${tokens.expiresAt > now ? 'ends' : 'ended'} ${utcTime(tokens.expiresAt)}`;
	if (grant.flow === 'app-only') return `${ends}, is asked for again when needed`;
	return tokens.hasRefreshToken ? `${ends}, is refreshed when needed` : `${ends}, has no successor`;
}

function renewalLines(failure: GrantRecord['facts']['renewalFailure']): string[] {
	if (!failure) return [];
	const outlook = failure.needsPerson ? 'a person is needed' : 'it is tried again';
	return [`  Renewal: failed ${utcTime(failure.at)}, ${outlook}: ${failure.title}`];
}
