import {inStep} from '../../checklist/step-id.js';
import {notSignedIn, refusedBySmtp, switchedOff} from '../other-causes/exchange.js';
import type {Case} from './case.js';

const howTo =
	'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth';
const submission =
	'https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission';
const reports =
	'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online';
const stages = ['smtp', 'send'] as const;
const connect = {powershell: 'Connect-ExchangeOnline -Organization {tenant}'};
const show = {
	powershell: 'Get-CASMailbox -Identity {mailbox} | fl SmtpClientAuthenticationDisabled',
};
const enable = {
	powershell: 'Set-CASMailbox -Identity {mailbox} -SmtpClientAuthenticationDisabled $false',
};

/** Exchange Online by SMTP, up to the sign-in. The better explanation stands first. */
export const exchangeSmtp: readonly Case[] = [
	{
		id: 'exo-smtp-tenant-disabled',
		provider: 'microsoft',
		stages,
		match: [
			{enhanced: ['5.7.139'], text: /SmtpClientAuthentication is disabled for the Tenant/i},
			{text: /SmtpClientAuthentication is disabled for the Tenant/i},
		],
		title: 'SMTP sign-in is off in the tenant',
		cause:
			'The organization has SMTP AUTH switched off, the default of tenants made since January 2020. It counts for tokens as for passwords; a setting of the mailbox goes first.',
		fix: [
			'Admin, for this mailbox only:',
			connect,
			enable,
			show,
			'It can take from minutes to an hour until the change counts.',
		],
		who: 'admin',
		see: submission,
	},
	{
		id: 'exo-smtp-mailbox-disabled',
		provider: 'microsoft',
		stages,
		match: [
			{enhanced: ['5.7.139'], text: /SmtpClientAuthentication is disabled for the Mailbox/i},
			{text: /SmtpClientAuthentication is disabled for the Mailbox/i},
		],
		title: 'SMTP sign-in is off for the mailbox',
		cause:
			'The mailbox itself has SMTP AUTH disabled, which goes before the setting of the tenant.',
		fix: [
			connect,
			enable,
			'Or: Microsoft 365 admin center → Active users → {mailbox} → Mail → Manage email apps → Authenticated SMTP.',
		],
		who: 'admin',
		see: submission,
	},
	{
		id: 'exo-smtp-sec-defaults',
		provider: 'microsoft',
		stages,
		match: [
			{enhanced: ['5.7.139'], text: /locked by your organization's security defaults policy/i},
			{text: /locked by your organization's security defaults policy/i},
		],
		title: 'Security defaults block the password',
		cause: 'The tenant’s security defaults refuse sign-ins with a password over SMTP.',
		fix: ['Sign in with a token (XOAUTH2), as mailgrant does.'],
		who: 'admin',
		see: 'https://learn.microsoft.com/en-us/troubleshoot/exchange/email-delivery/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off',
	},
	{
		id: 'exo-smtp-basic-disabled',
		provider: 'microsoft',
		stages,
		match: [
			{enhanced: ['5.7.139'], text: /basic authentication is disabled/i},
			{text: /basic authentication is disabled/i},
		],
		title: 'Exchange takes no passwords here',
		cause: 'A password was sent where only tokens are taken.',
		fix: ['Sign in with a token (XOAUTH2) and the scope https://outlook.office.com/SMTP.Send.'],
		who: 'you',
		see: 'https://techcommunity.microsoft.com/blog/exchange/updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835',
	},
	{
		id: 'exo-smtp-creds',
		provider: 'microsoft',
		stages,
		match: [{text: /the user credentials were incorrect/i}],
		title: 'The password is wrong, or of no use',
		cause: 'A password was sent, and it is wrong or the account needs a second factor.',
		fix: ['Sign in with a token (XOAUTH2) instead.'],
		who: 'user',
		confidence: 'likely',
	},
	{
		id: 'exo-smtp-57139',
		provider: 'microsoft',
		stages,
		match: [{enhanced: ['5.7.139']}],
		title: 'A setting of the tenant or mailbox refuses the sign-in',
		cause:
			'The number stands for several settings, and the words that tell which are missing or not known: SMTP AUTH off for the mailbox or the tenant, or a password where none is taken.',
		fix: [connect, show, enable],
		who: 'admin',
		confidence: 'possible',
		see: submission,
		others: switchedOff,
	},
	{
		id: 'exo-smtp-starttls',
		provider: 'any',
		stages,
		match: [{text: /STARTTLS is required|Must issue a STARTTLS/i}],
		title: 'The server wants STARTTLS first',
		cause: 'The connection is not encrypted, and the server goes on only when it is.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) set SMTP security to starttls for port 587, or tls for 465.`,
		],
		who: 'you',
		step: 'provider',
	},
	{
		id: 'exo-smtp-tls-version',
		provider: 'microsoft',
		stages,
		match: [{enhanced: ['4.7.66']}, {text: /TLS 1\.0 and 1\.1 are not supported/i}],
		title: 'The version of TLS is too old',
		cause:
			'TLS 1.0 or 1.1 was spoken; Exchange takes 1.2 and newer. mailgrant speaks those: a proxy in between does not.',
		fix: ['Update the proxy or relay that opens the connection to TLS 1.2 or 1.3.'],
		who: 'you',
		see: 'https://aka.ms/smtp_auth_tls',
		step: 'services',
	},
	{
		id: 'exo-smtp-573',
		provider: 'microsoft',
		stages,
		match: [
			{reply: [535], enhanced: ['5.7.3']},
			{text: /535[ -]5\.7\.3 Authentication unsuccessful/i},
		],
		title: 'Exchange refuses the token',
		cause:
			'One answer for every fault: the token is for another service, lacks SMTP.Send, has expired, or is of another account or tenant; with some settings also SMTP AUTH disabled for the mailbox.',
		fix: [
			`Sign in again as {account}, with only https://outlook.office.com/ scopes in ${inStep('provider')}.`,
			show,
			enable,
		],
		who: 'you',
		confidence: 'possible',
		see: howTo,
		step: 'sign-in',
		isUnexplained: true,
		withGoodToken: {
			cause:
				'Exchange gives one answer for every fault; what is left is SMTP AUTH, switched off for {mailbox} or the tenant.',
			fix: [connect, show, enable, 'It can take from minutes to an hour until the change counts.'],
			who: 'admin',
		},
		others: refusedBySmtp,
	},
	{
		id: 'exo-smtp-5757',
		provider: 'microsoft',
		stages,
		match: [{enhanced: ['5.7.57']}, {text: /Client (?:was )?not authenticated to send/i}],
		title: 'Nobody is signed in on this connection',
		cause:
			'The sender was named before a sign-in succeeded: STARTTLS was left out so that none was offered, or its refusal was passed over.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O): port 587 with starttls.`,
			'Read the answer to AUTH in the transcript (t).',
		],
		who: 'you',
		confidence: 'likely',
		see: reports,
		step: 'provider',
		others: notSignedIn,
	},
];
