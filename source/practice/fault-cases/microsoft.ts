import {
	atRefresh,
	atToken,
	entra,
	entraPage,
	type FaultCases,
	inRedirect,
	onPage,
	soon,
} from './parts.js';

const app = '00000000-1111-2222-3333-444444444444';
const exchange = '00000002-0000-0ff1-ce00-000000000000';

/** What Entra says before and while someone signs in. */
const tenantCases: FaultCases = {
	'ms-tenant-not-found': atAllOf(
		90_002,
		"Tenant 'contoso.onmicrosft.com' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
	),
	'ms-tenant-malformed': atAllOf(
		900_023,
		"Specified tenant identifier 'undefined' is neither a valid DNS name, nor a valid external domain.",
	),
	'ms-wrong-cloud': atAllOf(900_439, 'USGClientNotSupportedOnPublicEndpoint'),
};

const pageCases: FaultCases = {
	'ms-app-not-found': entraPage(
		'unauthorized_client',
		700_016,
		`Application with identifier '${app}' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
	),
	'ms-app-not-found-old': entraPage(
		'unauthorized_client',
		700_011,
		`Application with identifier ${app} was not found in the directory.`,
	),
	'ms-single-tenant-on-common': entraPage(
		'invalid_request',
		50_194,
		`Application '${app}'(Mail app) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.`,
	),
	'ms-consumer-only-app': entraPage(
		'invalid_request',
		9_002_331,
		`Application '${app}'(Mail app) is configured for use by Microsoft Account users only. Please use the /consumers endpoint to serve this request.`,
	),
	'ms-org-only-app': entraPage(
		'invalid_request',
		9_002_332,
		`Application '${app}'(Mail app) is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.`,
	),
	'ms-redirect-mismatch': onPage(
		`AADSTS50011: The redirect URI 'http://localhost:8080/callback' specified in the request does not match the redirect URIs configured for the application '${app}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.`,
	),
	'ms-no-reply-address': onPage(
		'AADSTS500113: No reply address is registered for the application.',
	),
	'ms-user-not-in-tenant': onPage(
		`AADSTS50020: User account 'user@contoso.com' from identity provider 'https://sts.windows.net/' does not exist in tenant 'Fabrikam' and cannot access the application '${app}'(Mail app) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
	),
	'ms-user-unknown': onPage(
		'AADSTS50034: The user account user@contso.com does not exist in the contoso.com directory. To sign into this application, the account must be added to the directory.',
	),
	'ms-login-required': inRedirect(
		'login_required',
		'AADSTS50058: Session information is not sufficient for single-sign-on.',
	),
	'ms-bad-password': entraPage(
		'invalid_grant',
		50_126,
		'Error validating credentials due to invalid username or password.',
	),
	'ms-account-disabled': onPage('AADSTS50057: The user account is disabled.'),
	'ms-password-expired': onPage('AADSTS50055: The password is expired.'),
	'ms-admin-consent': onPage(
		'Need admin approval\nAADSTS90094: Admin consent is required for the permissions requested by this application.',
	),
	'ms-no-service-principal': onPage(
		`AADSTS650052: The app is trying to access a service '${exchange}'(Office 365 Exchange Online) that your organization 'Contoso' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal.`,
	),
	'ms-user-not-assigned': onPage(
		`AADSTS50105: Your administrator has configured the application Mail app ('${app}') to block users unless they are specifically granted ('assigned') access to the application.  The signed in user 'user@contoso.com' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`,
	),
	'ms-scope-invalid': inRedirect(
		'invalid_scope',
		"AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope https://outlook.office365.com/IMAP.AccessAsApp is not valid.",
	),
};

const multiFactor = (verb: string) =>
	`Due to a configuration change made by your administrator, or because you moved to a new location, you must ${verb} to access '${exchange}'.`;

const tokenCases: FaultCases = {
	'ms-mfa-required': atToken(
		entra('interaction_required', 50_076, multiFactor('use multi-factor authentication')),
	),
	'ms-mfa-enroll': atToken(
		entra('interaction_required', 50_079, multiFactor('enroll in multi-factor authentication')),
	),
	'ms-ca-blocked': atToken(
		entra(
			'access_denied',
			53_003,
			'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
		),
	),
	'ms-consent-missing': atToken(
		entra(
			'invalid_grant',
			65_001,
			`The user or administrator has not consented to use the application with ID '${app}' named 'Mail app'. Send an interactive authorization request for this user and resource.`,
		),
	),
	'ms-resource-not-declared': atToken(
		entra(
			'invalid_resource',
			650_057,
			`Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: ${app}(Mail app). Resource value from request: https://outlook.office365.com. Resource app ID: ${exchange}. List of valid resources from app registration: 00000003-0000-0000-c000-000000000000.`,
		),
	),
	'ms-misconfigured-app': atToken(
		entra(
			'invalid_client',
			650_056,
			"Misconfigured application. This could be due to one of the following: the client has not listed any permissions for 'Office 365 Exchange Online' in the requested permissions in the client's application registration. Or, the admin has not consented in the tenant. Or, check the application identifier in the request to ensure it matches the configured client application identifier.",
		),
	),
	'ms-resource-principal': atToken(
		entra(
			'invalid_resource',
			500_011,
			'The resource principal named https://outlook.office365.com/IMAP.AccessAsApp was not found in the tenant named Contoso. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
		),
	),
	'ms-resource-disabled': atToken(
		entra(
			'invalid_resource',
			500_014,
			"The service principal for resource 'https://outlook.office365.com' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.",
		),
	),
	'ms-app-role-missing': atToken(
		entra(
			'invalid_grant',
			501_051,
			`Application '${app}'(Mail app) is not assigned to a role for the application '${exchange}'(Office 365 Exchange Online)`,
		),
	),
	'ms-app-sp-missing': atToken(
		entra(
			'unauthorized_client',
			7_000_229,
			`The client application ${app} is missing service principal in the tenant 11111111-2222-3333-4444-555555555555. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
		),
	),
	'ms-secret-invalid': atToken(
		entra(
			'invalid_client',
			7_000_215,
			`Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app}'.`,
		),
	),
	'ms-secret-expired': () => ({oauth: {isSecretExpired: true}}),
	'ms-public-needs-secret': atToken(
		entra(
			'invalid_client',
			7_000_218,
			"The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
		),
	),
	'ms-public-with-secret': atToken(
		entra(
			'invalid_client',
			700_025,
			"Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
		),
	),
	'ms-spa-pkce': atToken(
		entra(
			'invalid_request',
			9_002_325,
			'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
		),
	),
	'ms-spa-cross-origin': atToken(
		entra(
			'invalid_request',
			9_002_327,
			"Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
		),
	),
	'ms-code-verifier': atToken(
		entra(
			'invalid_grant',
			501_481,
			'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
		),
		'authorization_code',
	),
	'ms-code-redeemed': atToken(
		entra(
			'invalid_grant',
			54_005,
			'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
		),
		'authorization_code',
	),
	'ms-mixed-resources': atToken(
		entra(
			'invalid_request',
			28_000,
			'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope https://outlook.office.com/IMAP.AccessAsUser.All https://graph.microsoft.com/Mail.Read is not valid.',
		),
	),
	'ms-assertion-time': atToken(
		entra(
			'invalid_client',
			700_024,
			'Client assertion is not within its valid time range. Current time: 2026-05-06T06:03:00.0000000Z, assertion valid from 2026-05-06T06:20:00.0000000Z, expiry time of assertion 2026-05-06T06:30:00.0000000Z. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .',
		),
	),
	'ms-assertion-signature': atToken(
		entra(
			'invalid_client',
			700_027,
			"Client assertion contains an invalid signature. [Reason - The key was not found., Thumbprint of key used by client: 'B1C2']",
		),
	),
	'ms-dc-pending': () => ({oauth: {poll: 'pending'}}),
	'ms-dc-slow-down': () => ({oauth: {poll: 'slow-down'}}),
	'ms-dc-expired': () => ({oauth: {poll: 'expired'}}),
	'ms-dc-declined': () => ({oauth: {poll: 'declined'}}),
	'ms-dc-datacenter': atToken(
		entra(
			'invalid_grant',
			50_134,
			'Wrong data center. To authorize a request that was initiated by an app in the OAuth 2.0 device flow, the authorizing party must be in the same data center where the original request resides.',
		),
		'device_code',
	),
};

const refreshCases: FaultCases = {
	'ms-device-code-tracked': atRefresh(
		entra(
			'invalid_grant',
			530_036,
			'The refresh token is invalid because of authentication flow checks by Conditional Access.',
		),
	),
	'ms-spa-token-expired': atRefresh(
		entra(
			'invalid_grant',
			700_084,
			'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on 2026-05-05T07:00:00.0000000Z.',
		),
	),
	'ms-grant-revoked': atRefresh(
		entra(
			'invalid_grant',
			50_173,
			"The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '2026-03-01T10:15:00.0000000Z' and the TokensValidFrom date (before which tokens are not valid) for this user is '2026-04-01T09:00:00.0000000Z'.",
		),
	),
	'ms-70000-scope': atRefresh(
		entra(
			'invalid_grant',
			70_000,
			'The request was denied because one or more scopes requested are unauthorized or expired. The user must first sign in and grant the client application access to the requested scope.',
		),
	),
	'ms-70000-expired': () => ({oauth: {isRevoked: true, accessTokenSeconds: soon}}),
	'no-refresh-token': () => ({oauth: {withoutRefreshToken: true, accessTokenSeconds: soon}}),
	'ms-loop': atRefresh(
		entra(
			'invalid_grant',
			50_196,
			'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
		),
	),
};

/** What is wrong with the tenant shows at every endpoint. */
function atAllOf(number: number, text: string) {
	const http = entra('invalid_request', number, text);
	return () => ({
		oauth: {
			metadata: http,
			deviceCode: http,
			token: {any: http},
			authorize: {how: 'page' as const, status: 400, text: `AADSTS${number}: ${text}`},
		},
	});
}

export const microsoftFaults: FaultCases = {
	...tenantCases,
	...pageCases,
	...tokenCases,
	...refreshCases,
};
