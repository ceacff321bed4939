import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {ClientCheck, ClientReport} from '../checklist/report.js';
import {fitOf} from '../checklist/steps.js';
import {clientVerdict} from '../diagnosis/client-verdict.js';
import type {Diagnosis, Failure} from '../diagnosis/diagnosis.js';
import type {OAuthClient} from '../oauth-port.js';
import {providerOf} from '../providers/provider-of.js';
import {settingsOf} from '../providers/settings.js';
import {appClient} from './app-client.js';
import {checkApp, namesOfApp} from './check-app.js';
import type {TaskContext} from './context.js';
import {diagnoseFor} from './diagnose-for.js';
import {oauthClient} from './oauth-client.js';

type Found = {readonly checks: readonly ClientCheck[]; readonly diagnosis?: Diagnosis};

/** IDs and secret: the tenant exists, the client is known there, the secret is right; no user is needed. */
export async function checkClient(
	context: TaskContext,
	record: GrantRecord,
	onReport?: (report: ClientReport) => void,
): Promise<Evidence> {
	const {services} = context;
	const credentials = credentialsOf(context, record);
	const waiting = (status: 'running' | 'unknown') =>
		credentials.names.map(name => (status === 'running' ? running(name) : unknown(name)));
	onReport?.({
		type: 'client',
		checks: [
			...(hasTenantCheck(context, record) ? [running('tenant')] : []),
			...waiting('running'),
		],
	});
	const tenant = await checkTenant(context, record);
	onReport?.({type: 'client', checks: [...tenant.checks, ...waiting('running')]});
	const found: Found = tenant.diagnosis
		? {checks: waiting('unknown'), diagnosis: tenant.diagnosis}
		: await credentials.check();
	const report: ClientReport = {type: 'client', checks: [...tenant.checks, ...found.checks]};
	onReport?.(report);
	const {diagnosis} = found;
	return {
		at: services.now(),
		outcome: diagnosis ? 'failed' : 'proved',
		fits: fitOf('client', record, services.providers),
		summary: diagnosis ? diagnosis.title : 'verified with the provider',
		report,
		diagnosis,
	};
}

const running = (name: ClientCheck['name']): ClientCheck => ({name, status: 'running', detail: ''});
const unknown = (name: ClientCheck['name']): ClientCheck => ({
	name,
	status: 'unknown',
	detail: 'not reached',
});

function hasTenantCheck({services}: TaskContext, {grant}: GrantRecord): boolean {
	return services.providers[grant.provider].hasTenant;
}

/** The tenant's metadata document is there for everybody, and only when the tenant is. */
async function checkTenant(context: TaskContext, record: GrantRecord): Promise<Found> {
	if (!hasTenantCheck(context, record)) return {checks: []};
	const {services} = context;
	const {metadataUrl, network} = settingsOf(record.grant, services.providers);
	if (!metadataUrl)
		return {checks: [{name: 'tenant', status: 'unknown', detail: 'no metadata URL'}]};
	const metadata = await services.oauth.fetchMetadata(metadataUrl, network, context);
	if (metadata.ok) return {checks: [{name: 'tenant', status: 'ok', detail: 'exists'}]};
	const diagnosis = diagnoseFor(context, record, metadata.failure);
	const isAnswer = metadata.failure.oauth?.error !== undefined;
	return {
		checks: [{name: 'tenant', status: isAnswer ? 'failed' : 'unknown', detail: diagnosis.title}],
		diagnosis,
	};
}

/** What is verified beside the tenant, and how. Throws UserError while something is missing. */
function credentialsOf(
	context: TaskContext,
	record: GrantRecord,
): {readonly names: readonly ClientCheck['name'][]; readonly check: () => Promise<Found>} {
	const {services} = context;
	const secrets = services.secrets.read(record.grant.name);
	if (record.grant.flow === 'app-only') {
		const client = appClient(services, record, secrets);
		return {
			names: namesOfApp(client),
			async check() {
				const {failure, ...found} = await checkApp(context, client);
				return {...found, diagnosis: failure && diagnosisOf(context, record, failure)};
			},
		};
	}
	const client = oauthClient(services, record, secrets);
	return {names: ['client', 'secret'], check: () => checkCredentials(context, record, client)};
}

async function checkCredentials(
	context: TaskContext,
	record: GrantRecord,
	client: OAuthClient,
): Promise<Found> {
	const {services} = context;
	const provider = providerOf(record.grant, services.providers);
	const {redirectUri} = settingsOf(record.grant, services.providers);
	const how =
		provider.clientProbe === 'client-credentials'
			? {
					type: 'client-credentials' as const,
					scope: provider.clientCredentialsScope ?? client.scope,
				}
			: {type: 'authorization-code' as const, redirectUri};
	const probe = await services.oauth.probeClient(client, how, context);
	const hasSecret = client.clientSecret !== undefined;
	if (probe.ok)
		return credentials({status: 'ok', detail: 'known'}, {status: 'ok', detail: 'is right'});
	const verdict = clientVerdict(probe.failure, hasSecret);
	if (verdict?.isRight) return credentials(verdict.client, verdict.secret);
	const diagnosis = diagnosisOf(context, record, probe.failure);
	if (!verdict) {
		return {checks: [unknown('client'), unknown('secret')], diagnosis};
	}
	return {...credentials(verdict.client, verdict.secret), diagnosis};
}

type Finding = Pick<ClientCheck, 'status' | 'detail'>;

const credentials = (client: Finding, secret: Finding): Found => ({
	checks: [
		{name: 'client', ...client},
		{name: 'secret', ...secret},
	],
});

/** The repair is made where the values are entered, unless the case knows a better place. */
function diagnosisOf(context: TaskContext, record: GrantRecord, failure: Failure): Diagnosis {
	const diagnosis = diagnoseFor(context, record, failure);
	return {...diagnosis, step: diagnosis.step ?? 'client'};
}
