import type {SignInProgress} from '../../checklist/state.js';
import {inStep} from '../../checklist/step-id.js';
import type {Failure} from '../../diagnosis/diagnosis.js';
import type {Grant} from '../../grant.js';
import type {Providers} from '../../providers/provider.js';
import {settingsOf} from '../../providers/settings.js';
import {diagnoseFor} from '../diagnose-for.js';
import {oauthClient} from '../oauth-client.js';
import type {Attempt} from './attempt.js';

/** Whether the provider has device codes for mail. */
export function deviceRoad(grant: Grant, providers: Providers): SignInProgress['device'] {
	const provider = providers[grant.provider];
	if (!provider.flows.includes('device')) {
		return {
			is: 'not offered',
			why: provider.withoutDevice ?? `${provider.label} has no device codes.`,
		};
	}
	const {deviceUrl} = settingsOf(grant, providers);
	return deviceUrl
		? {is: 'offered'}
		: {is: 'not offered', why: `No Device URL is set in ${inStep('provider')}.`};
}

/** A code typed on any device (RFC 8628). When it ends in a refusal, the other roads stay open. */
export async function openDeviceRoad(attempt: Attempt): Promise<void> {
	const {services, record, secrets, show} = attempt;
	const {is} = attempt.progress().device;
	if (is !== 'offered' && is !== 'ended') return;
	show({device: {is: 'asking'}});
	const client = oauthClient(services, record, secrets, 'device');
	const device = await services.oauth.requestDeviceCode(client, attempt);
	if (!device.ok) return close(device.failure);
	const {userCode, verificationUri, verificationUriComplete, expiresAt} = device.value;
	show({
		device: {
			is: 'waiting',
			userCode,
			verificationUri,
			verificationUriComplete,
			endsAt: expiresAt,
		},
	});
	const result = await services.oauth.pollDevice(client, device.value, attempt);
	if (!result.ok) return close(result.failure);
	attempt.end('device', result);

	function close(failure: Failure) {
		const diagnosis = diagnoseFor(attempt, record, failure);
		show({device: {is: 'ended', why: `${diagnosis.title}. ${diagnosis.cause}`, diagnosis}});
	}
}
