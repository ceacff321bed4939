import type {ClientCheck} from '../checklist/report.js';
import {clientVerdict} from '../diagnosis/client-verdict.js';
import {delegateVerdict} from '../diagnosis/delegate-verdict.js';
import type {Failure} from '../diagnosis/diagnosis.js';
import type {AppClient} from '../oauth-port.js';
import type {TaskContext} from './context.js';

type Found = {readonly checks: readonly ClientCheck[]; readonly failure?: Failure};

/** What is verified of an application that signs in as itself. */
export function namesOfApp({credential}: AppClient): readonly ClientCheck['name'][] {
	switch (credential.type) {
		case 'secret':
			return ['client', 'secret'];
		case 'certificate':
			return ['client', 'certificate'];
		case 'service-account':
			return ['key'];
	}
}

/** Asks for a token and keeps none: the answer tells whether the application is known, and its credential right. */
export async function checkApp(
	{services, ...call}: TaskContext,
	client: AppClient,
): Promise<Found> {
	const names = namesOfApp(client);
	const result = await services.oauth.requestAppToken(client, call);
	if (result.ok) return {checks: names.map(name => ({name, ...right[name]}))};
	const {failure} = result;
	if (client.credential.type === 'service-account') {
		const key = delegateVerdict(failure);
		return {checks: [{name: 'key', ...key}], failure};
	}
	const verdict = clientVerdict(failure, true);
	if (!verdict) {
		return {checks: names.map(name => ({name, status: 'unknown', detail: 'not reached'})), failure};
	}
	const checks = names.map(name => ({
		name,
		...(name === 'client' ? verdict.client : verdict.secret),
	}));
	return verdict.isRight ? {checks} : {checks, failure};
}

const ok = (detail: string) => ({status: 'ok', detail}) as const;
const right: Readonly<Record<ClientCheck['name'], Pick<ClientCheck, 'status' | 'detail'>>> = {
	tenant: ok('exists'),
	client: ok('known'),
	secret: ok('is right'),
	certificate: ok('is the one that was uploaded'),
	key: ok('is taken, for this mailbox and scope'),
};
