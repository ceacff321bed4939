import type {GrantRecord} from '../checklist/grant-record.js';
import {missingSettings} from '../checklist/steps.js';
import {UserError} from '../errors.js';
import type {Flow} from '../grant.js';
import type {OAuthClient} from '../oauth-port.js';
import {settingsOf} from '../providers/settings.js';
import type {Secrets} from '../secrets.js';
import type {Services} from '../services.js';

/** The client of a grant as its authorization server knows it. Throws UserError while something is missing. */
export function oauthClient(
	services: Services,
	{grant, ...record}: GrantRecord,
	secrets: Secrets,
	flow: Flow = 'browser',
): OAuthClient {
	const provider = services.providers[grant.provider];
	const settings = settingsOf(grant, services.providers);
	const missing = [
		...missingSettings({grant, ...record}, services.providers),
		...(provider.hasTenant && !grant.tenant ? ['Tenant ID'] : []),
		...(grant.clientId ? [] : ['Client ID']),
	];
	const {authorizeUrl, tokenUrl, deviceUrl} = settings;
	if (missing.length > 0 || !authorizeUrl || !tokenUrl || !grant.clientId) {
		throw new UserError(`${grant.name} still lacks: ${missing.join(', ')}.`, [
			'Fill it in on the checklist, or remove the grant and add it with all flags.',
		]);
	}
	const isSecretSent = flow === 'browser' || provider.hasSecretInDeviceFlow;
	return {
		authorizeUrl,
		tokenUrl,
		deviceUrl,
		clientId: grant.clientId,
		clientSecret: isSecretSent ? secrets.clientSecret?.value : undefined,
		scope: settings.scope,
		authorizeParameters: provider.authorizeParameters,
		network: settings.network,
	};
}
