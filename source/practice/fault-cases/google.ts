import type {Refusal} from '../faults.js';
import {
	answer,
	at,
	atRefresh,
	atToken,
	type FaultCases,
	inRedirect,
	onPage,
	soon,
} from './parts.js';

const authorize: FaultCases = {
	'g-redirect-mismatch': onPage(
		"Access blocked: This app's request is invalid\nError 400: redirect_uri_mismatch\nYou can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy. If you're the app developer, register the redirect URI in the Google Cloud Console.\nRequest Details: redirect_uri=http://localhost:8080/ flowName=GeneralOAuthFlow",
	),
	'g-invalid-client-id': onPage(
		'Access blocked: Authorization Error\nThe OAuth client was not found.\nError 401: invalid_client',
		{status: 401, token: answer('invalid_client', 'The OAuth client was not found.')},
	),
	'g-deleted-client': onPage('Error 401: deleted_client\nThe OAuth client was deleted.', {
		status: 401,
		token: answer('deleted_client', 'The OAuth client was deleted.'),
	}),
	'g-testing-not-tester': onPage(
		'Access blocked: Mail app has not completed the Google verification process\n\nMail app has not completed the Google verification process. The app is currently being tested, and can only be accessed by developer-approved testers. If you think you should have access, contact the developer.\nIf you are a developer of Mail app, see error details.\nError 403: access_denied',
		{status: 403},
	),
	'g-user-denied': inRedirect('access_denied'),
	'g-admin-policy': onPage(
		'Error 400: admin_policy_enforced\nAccess to your account data is restricted by policies within your organization. Please contact the administrator of your organization for more information.',
	),
	'g-app-blocked': onPage(
		'This app is blocked\nThis app tried to access sensitive info in your Google Account. To keep your account safe, Google blocked this access.',
	),
	'g-disallowed-useragent': onPage(
		"Error 403: disallowed_useragent\nYou can't sign in from this screen because this app doesn't comply with Google's OAuth 2.0 policies / secure browsers policy.",
		{status: 403},
	),
	'g-invalid-scope': onPage(
		'Error 400: invalid_scope\nSome requested scopes were invalid. {valid=[https://mail.google.com/], invalid=[https://www.googleapis.com/auth/gmail]}',
	),
	'g-device-scope': () => ({
		oauth: {
			deviceCode: answer('invalid_scope', 'Invalid device flow scope: https://mail.google.com/'),
		},
	}),
};

const token: FaultCases = {
	'g-secret-wrong': atToken(answer('invalid_client', 'The provided client secret is invalid.')),
	'g-secret-missing': atToken(answer('invalid_request', 'client_secret is missing.')),
	'g-malformed-code': atToken(
		answer('invalid_grant', 'Malformed auth code.'),
		'authorization_code',
	),
	'g-no-refresh-token': () => ({
		oauth: {withoutRefreshToken: true, accessTokenSeconds: soon},
	}),
	'g-unauthorized-client-dwd': atToken(
		answer(
			'unauthorized_client',
			'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
		),
	),
	'g-sa-user-invalid': atToken(answer('invalid_grant', 'Invalid email or User ID')),
	'g-sa-clock': atToken(
		answer(
			'invalid_grant',
			'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
		),
	),
	'g-sa-signature': atToken(answer('invalid_grant', 'Invalid JWT Signature.')),
	'g-sa-not-found': atToken(answer('invalid_grant', 'Invalid grant: account not found')),
	'g-grant-expired': atRefresh(answer('invalid_grant', 'Token has been expired or revoked.')),
	'g-grant-bad-request': atRefresh(answer('invalid_grant', 'Bad Request')),
	'g-rapt': atRefresh(
		answer('invalid_grant', 'reauth related error (invalid_rapt)', {
			uri: 'https://support.google.com/a/answer/9368756',
			subtype: 'invalid_rapt',
		}),
	),
};

const challenge = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';
const refusedBy = (protocol: 'imap' | 'pop3' | 'smtp', refusal: Refusal) => at(protocol, {refusal});

const incoming: FaultCases = {
	'g-imap-authfailed': refusedBy('imap', {
		challenge,
		text: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
	}),
	'g-sasl-challenge': refusedBy('imap', {
		challenge: '{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}\n',
		text: 'NO Invalid SASL argument.',
	}),
	'g-imap-lookup-failed': refusedBy('imap', {
		challenge,
		text: 'NO Lookup failed cf29mb85450632edb',
	}),
	'g-imap-domain-disabled': refusedBy('imap', {
		text: 'NO [ALERT] IMAP access is disabled for your domain. Please contact your domain administrator for questions about this feature. (Failure)',
	}),
	'g-imap-user-disabled': refusedBy('imap', {
		text: 'NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)',
	}),
	'g-imap-too-many': refusedBy('imap', {
		text: 'NO [ALERT] Too many simultaneous connections. (Failure)',
	}),
	'g-imap-overquota': at('imap', {
		answers: {'*': '* BYE [OVERQUOTA] Account exceeded command or bandwidth limits.'},
	}),
	'g-imap-session-expired': at('imap', {
		answers: {'*': '* BYE Session expired, please login again'},
	}),
	'g-pop-auth': refusedBy('pop3', {
		challenge,
		text: '-ERR [AUTH] Username and password not accepted.',
	}),
};

const outgoing: FaultCases = {
	'g-smtp-535': refusedBy('smtp', {
		challenge,
		text: '535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials c7sm19648018pfp.164 - gsmtp',
	}),
	'g-smtp-line-long': at('smtp', {
		answers: {AUTH: '555-5.5.2 Syntax error, command line too long\n555 5.5.2 - gsmtp'},
	}),
	'g-smtp-534-app': refusedBy('smtp', {
		text: '534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor',
	}),
	'g-smtp-534-web': refusedBy('smtp', {
		text: '534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKgnsbv> Please log in via your web browser and then try again.\n534 5.7.14  Learn more at https://support.google.com/mail/answer/78754',
	}),
	'g-smtp-454': refusedBy('smtp', {
		text: '454 4.7.0 Too many login attempts, please try again later. For more information, go to https://support.google.com/mail/answer/7126229',
	}),
	'g-smtp-421': at('smtp', {
		answers: {EHLO: '421 4.7.0 Try again later, closing connection. (EHLO) gsmtp'},
	}),
	'g-send-daily': at('smtp', {
		answers: {
			DATA: '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550-5.4.5 sending limits go to\n550 5.4.5  https://support.google.com/a/answer/166852 41be03b00d2f',
		},
	}),
	'g-send-57026': at('smtp', {
		answers: {
			DATA: '550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all\n550 5.7.26 senders to authenticate with either SPF or DKIM.',
		},
	}),
};

/** What Google's authorization and mail servers say. */
export const googleFaults: FaultCases = {...authorize, ...token, ...incoming, ...outgoing};
