import {at, type FaultCases} from './parts.js';

const notConnected = 'BAD User is authenticated but not connected.';
const server =
	'[AM0PR06CA0126.eurprd06.prod.outlook.com 2024-02-14T14:50:26.590Z 08DC2D372B4C3DED]';

const imap: FaultCases = {
	'exo-imap-authenticate-failed': at('imap', {refusal: {text: 'NO AUTHENTICATE failed.'}}),
	'exo-imap-login-failed': at('imap', {
		refusal: {text: 'NO LOGIN failed.'},
		mechanisms: ['PLAIN', 'XOAUTH2'],
	}),
	'exo-imap-not-connected': at('imap', {
		answers: {'*': notConnected},
		bye: '* BYE Connection closed. 14',
	}),
	'exo-imap-disabled': at('imap', {answers: {'*': notConnected}}),
	'exo-sp-not-registered': () => ({
		oauth: {isAppOnly: true, audience: 'https://ps.outlook.com'},
		imap: {refusal: {text: 'NO AUTHENTICATE failed.'}},
	}),
	'exo-cmd-error-12': at('imap', {answers: {'*': 'BAD Command Error. 12'}}),
	'exo-bye-13': at('imap', {answers: {'*': '* BYE Connection is closed. 13'}}),
	'exo-bye-14': at('imap', {
		refusal: {text: 'NO AUTHENTICATE failed.'},
		bye: '* BYE Connection closed. 14',
	}),
	'exo-unavailable-15': at('imap', {answers: {'*': 'NO Server Unavailable. 15'}}),
	'exo-imap-throttled': at('imap', {
		answers: {'*': 'NO Request is throttled. Suggested Backoff Time: 299609 milliseconds'},
	}),
	'exo-shared-upn-syntax': at('imap', {refusal: {text: 'NO AUTHENTICATE failed.'}}),
};

const pop3: FaultCases = {
	'exo-pop-auth-failed': at('pop3', {
		refusal: {text: '-ERR Authentication failure: unknown user name or bad password.'},
	}),
	'exo-pop-one-line': at('pop3', {
		answers: {AUTH: '-ERR Protocol error. Connection is closed. 10'},
		bye: '',
	}),
	'exo-pop-not-connected': at('pop3', {answers: {'*': '-ERR'}}),
};

const unsuccessful = (reason: string) =>
	at('smtp', {refusal: {text: `535 5.7.139 Authentication unsuccessful, ${reason} ${server}`}});
const disabled = (where: string) =>
	unsuccessful(
		`SmtpClientAuthentication is disabled for the ${where}. Visit https://aka.ms/smtp_auth_disabled for more information.`,
	);

const smtp: FaultCases = {
	'exo-smtp-tenant-disabled': disabled('Tenant'),
	'exo-smtp-mailbox-disabled': disabled('Mailbox'),
	'exo-smtp-basic-disabled': unsuccessful('basic authentication is disabled.'),
	'exo-smtp-sec-defaults': unsuccessful(
		"user is locked by your organization's security defaults policy. Contact your administrator.",
	),
	// The words that tell which setting it is are missing.
	'exo-smtp-57139': at('smtp', {
		refusal: {text: `535 5.7.139 Authentication unsuccessful ${server}`},
	}),
	'exo-smtp-creds': unsuccessful('the user credentials were incorrect.'),
	'exo-smtp-573': at('smtp', {refusal: {text: `535 5.7.3 Authentication unsuccessful ${server}`}}),
	'exo-smtp-5757': at('smtp', {
		answers: {MAIL: `530 5.7.57 Client not authenticated to send mail. ${server}`},
	}),
	'exo-smtp-starttls': at('smtp', {
		answers: {
			AUTH: '451 5.7.3 STARTTLS is required to send mail',
			MAIL: '451 5.7.3 STARTTLS is required to send mail',
		},
	}),
	'exo-smtp-tls-version': at('smtp', {
		answers: {
			AUTH: `421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls. ${server}`,
		},
	}),
	'exo-smtp-430': at('smtp', {
		answers: {
			DATA: '430 4.2.0 STOREDRV; mailbox logon failure; STOREDRV.Submission.Exception:ConnectionFailedTransientException.MapiExceptionLogonFailed; Failed to process message due to a transient exception with message [BeginDiagnosticData]Cannot open mailbox. Server = XXXX281MB3300.DEUP281.PROD.OUTLOOK.COM',
		},
	}),
	'exo-send-as-denied': at('smtp', {
		answers: {
			DATA: '554 5.2.252 SendAsDenied; sender@outlook.com not allowed to send as other@contoso.com; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message [BeginDiagnosticData]Cannot submit message. 0.35250:1F009983',
		},
	}),
	'exo-send-5760': at('smtp', {
		answers: {DATA: '550 5.7.60 SMTP; Client does not have permissions to send as this sender'},
	}),
	'exo-send-concurrent': at('smtp', {
		answers: {
			MAIL: '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Hostname=OS0PR01MB6099.jpnprd01.prod.outlook.com]',
		},
	}),
	'exo-send-bad-sender': at('smtp', {
		answers: {DATA: '550 5.1.8 Access denied, bad outbound sender AS(42003)'},
	}),
	'exo-send-7708': at('smtp', {
		answers: {
			DATA: '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526655 AS(7230)',
		},
	}),
};

/** What Exchange Online's mail servers say. */
export const exchangeFaults: FaultCases = {...imap, ...pop3, ...smtp};
