import type {Call} from '../call.js';
import type {AppClient, Tokens} from '../oauth-port.js';
import type {Outcome} from '../outcome.js';
import {ask} from './ask.js';
import {clientAssertion, delegatedAssertion} from './assertion.js';
import {readTokens, words} from './read-tokens.js';
import {atOf, refusal} from './token-request.js';

type Form = Readonly<Record<string, string>>;

/** Asks for a token of the application's own, with whatever proves it. */
export async function requestAppToken(
	client: AppClient,
	call: Call,
	now: () => number,
): Promise<Outcome<Tokens>> {
	const {tokenUrl, credential, network} = client;
	const clientSecret = credential.type === 'secret' ? credential.clientSecret : undefined;
	const refused = refusal({...client, clientSecret});
	if (refused) return {ok: false, failure: {...refused, stage: 'token', at: atOf(client)}};
	const form = await formOf(client, now());
	const secrets = [clientSecret, form.client_assertion, form.assertion];
	const answered = await ask(tokenUrl, {stage: 'token', form, secrets}, network, call);
	if (!answered.ok) return answered;
	return readTokens(answered.value, {
		flow: 'app-only',
		now: now(),
		scopes: words(client.scope) ?? [],
	});
}

async function formOf(client: AppClient, now: number): Promise<Form> {
	const {clientId, scope, credential} = client;
	const asItself = {grant_type: 'client_credentials', client_id: clientId, scope};
	switch (credential.type) {
		case 'secret':
			return {...asItself, client_secret: credential.clientSecret};
		case 'certificate':
			return {
				...asItself,
				client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
				client_assertion: await clientAssertion(client, credential, now),
			};
		case 'service-account':
			return {
				grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
				assertion: await delegatedAssertion(client, credential, now),
			};
	}
}
