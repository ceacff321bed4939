import type {Evidence} from '../../checklist/evidence.js';
import type {GrantRecord} from '../../checklist/grant-record.js';
import {fitOf} from '../../checklist/steps.js';
import {appClient} from '../app-client.js';
import type {TaskContext} from '../context.js';
import {diagnoseFor} from '../diagnose-for.js';
import {acceptTokens} from './accept-tokens.js';

/** The sign-in that needs nobody: the application asks for a token as itself. */
export async function getAppToken(context: TaskContext, record: GrantRecord): Promise<Evidence> {
	const {services} = context;
	const fits = fitOf('sign-in', record, services.providers);
	const client = appClient(services, record, services.secrets.read(record.grant.name));
	const result = await services.oauth.requestAppToken(client, context);
	if (result.ok) return acceptTokens(context, record, {road: 'app', tokens: result.value, fits});
	const diagnosis = diagnoseFor(context, record, result.failure);
	return {at: services.now(), outcome: 'failed', fits, summary: diagnosis.title, diagnosis};
}
