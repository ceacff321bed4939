import {findIdentity} from '../identity.js';
import {json, type OAuthContext, type OAuthRequest, type OAuthResponse, refuse} from './context.js';
import {consentPage, messagePage, userCodePage} from './page.js';
import {judgeScope} from './scopes.js';

/** The scopes that Google's device flow takes; mail is not among them. */
const googleDeviceScopes = ['openid', 'email', 'profile'];

/** The device authorization endpoint (RFC 8628 §3.1). */
export function deviceCode(context: OAuthContext, request: OAuthRequest): OAuthResponse {
	const fault = context.faults().deviceCode;
	if (fault) return fault;
	const {dialect, parameters} = request;
	const clientId = parameters.get('client_id') ?? '';
	if (!findIdentity(context.identities, clientId)) {
		return refuse(context, dialect, {type: 'client-unknown', clientId});
	}
	const scope = parameters.get('scope') ?? '';
	const scopes = scope.split(/\s+/).filter(Boolean);
	const forbidden = scopes.find(name => !googleDeviceScopes.includes(name));
	if (dialect === 'google' && forbidden !== undefined) {
		return refuse(context, dialect, {type: 'device-scope', scope: forbidden});
	}
	const granted = judgeScope(dialect, scope);
	if ('type' in granted) return refuse(context, dialect, granted);
	const {deviceCode, device} = context.signIns.startDevice({dialect, clientId, scopes});
	const verificationUri = `${context.origin()}/device`;
	const common = {
		device_code: deviceCode,
		user_code: device.userCode,
		expires_in: 900,
		interval: device.intervalMs / 1000,
	};
	switch (dialect) {
		case 'microsoft':
			// Microsoft sends no verification_uri_complete.
			return json({
				...common,
				verification_uri: verificationUri,
				message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${device.userCode} to authenticate.`,
			});
		case 'google':
			return json({...common, verification_url: verificationUri});
		case 'plain':
			return json({
				...common,
				verification_uri: verificationUri,
				verification_uri_complete: `${verificationUri}?user_code=${device.userCode}`,
			});
	}
}

/** The page behind the verification URI (RFC 8628 §3.3). */
export function devicePage(
	context: OAuthContext,
	request: OAuthRequest,
	method: string,
): OAuthResponse {
	const {parameters} = request;
	const userCode = parameters.get('user_code');
	if (userCode === null) return userCodePage();
	const device = context.signIns.findUserCode(userCode);
	if (device?.outcome.type !== 'pending') {
		return userCodePage('That code is not known or has expired. Type it as the device shows it.');
	}
	if (method !== 'POST') {
		return consentPage({
			accounts: context.accounts,
			scopes: device.scopes,
			hidden: {user_code: device.userCode},
		});
	}
	const typed = context.faults().account ?? parameters.get('account') ?? '';
	const account = context.accounts.find(name => name.toLowerCase() === typed.toLowerCase());
	if (parameters.get('action') !== 'accept' || account === undefined) {
		device.outcome = {type: 'declined'};
		return messagePage(200, 'Declined', 'The device is not signed in. You can close this page.');
	}
	device.outcome = {type: 'accepted', account};
	return messagePage(200, 'Signed in', 'The device is signed in. You can close this page.');
}
