import type {GrantRecord} from '../checklist/grant-record.js';
import {inStep} from '../checklist/step-id.js';
import {UserError} from '../errors.js';
import type {Protocol} from '../grant.js';
import type {MailSession} from '../mail-port.js';
import {settingsOf} from '../providers/settings.js';
import type {Services} from '../services.js';

/** Where and as whom a grant's token is used; incoming mail always as the mailbox. Throws UserError when a custom provider lacks the server. */
export function mailSession(
	services: Services,
	{grant}: GrantRecord,
	protocol: Protocol,
	accessToken: string,
	user = grant.mailbox,
): MailSession {
	const settings = settingsOf(grant, services.providers);
	const endpoint = settings.services[protocol];
	if (!endpoint) {
		throw new UserError(`${grant.name} has no ${protocol.toUpperCase()} server.`, [
			`Enter it in ${inStep('provider')}, or add it with --${protocol} HOST:PORT.`,
		]);
	}
	return {protocol, endpoint, network: settings.network, user, accessToken};
}
