import {inStep} from '../../checklist/step-id.js';
import type {OtherCause} from './other-cause.js';

const protocols = {
	powershell: 'Get-CASMailbox -Identity {mailbox} | fl ImapEnabled,PopEnabled',
};
const smtpOfMailbox = {
	powershell: 'Get-CASMailbox -Identity {mailbox} | fl SmtpClientAuthenticationDisabled',
};
const smtpOfTenant = {powershell: 'Get-TransportConfig | fl SmtpClientAuthenticationDisabled'};
const registered = {powershell: 'Get-ServicePrincipal | fl AppId,ObjectId,DisplayName'};
const members = {powershell: 'Get-MailboxPermission -Identity {mailbox}'};

const imapOff: OtherCause = {
	id: 'exo-imap-disabled',
	check: 'ImapEnabled is False in the answer of',
	see: protocols,
};
const popOff: OtherCause = {
	id: 'exo-imap-disabled',
	check: 'PopEnabled is False in the answer of',
	see: protocols,
};

const ofTheToken = (scope: string): readonly OtherCause[] => [
	{
		title: 'The token is for another service',
		check: `A scope without https://outlook.office.com/ before it, or one of Graph, stands first in ${inStep('provider')}.`,
		unless: ['service'],
	},
	{
		title: `The token lacks ${scope}`,
		check: `It is not among the granted scopes of ${inStep('sign-in')}.`,
		unless: ['scope'],
	},
	{
		title: 'The token has expired',
		check: 'The same test succeeds when it is run again, since the token is renewed before it.',
		unless: ['expiry'],
	},
	{
		title: 'The token is of another account or tenant',
		check: `The result of ${inStep('sign-in')} shows another account than {account}.`,
		unless: ['account', 'tenant'],
	},
];

const unregistered: OtherCause = {
	id: 'exo-sp-not-registered',
	check:
		'The token is the application’s own, and {clientId} with the Object ID of the enterprise application is missing in the answer of',
	see: registered,
	unless: ['delegated'],
};

const elsewhereToo: OtherCause = {
	title: 'The tenant refuses, whatever the program',
	check: 'The same account is refused in another program, such as Thunderbird, too.',
};

const sharedSyntax: OtherCause = {
	id: 'exo-shared-upn-syntax',
	check: 'The user name that was sent has the form OWNER\\SHARED.',
	unless: ['user'],
};

/** `NO AUTHENTICATE failed.` is one answer for many faults. */
export const refusedByImap: readonly OtherCause[] = [
	imapOff,
	...ofTheToken('IMAP.AccessAsUser.All'),
	unregistered,
	sharedSyntax,
	elsewhereToo,
];

/** So is POP3's complaint about a bad password. */
export const refusedByPop3: readonly OtherCause[] = [
	popOff,
	...ofTheToken('POP.AccessAsUser.All'),
	unregistered,
	sharedSyntax,
	elsewhereToo,
];

/** So is 535 5.7.3. */
export const refusedBySmtp: readonly OtherCause[] = [
	{
		id: 'exo-smtp-mailbox-disabled',
		check: 'SmtpClientAuthenticationDisabled is True in the answer of',
		see: smtpOfMailbox,
	},
	{
		id: 'exo-smtp-tenant-disabled',
		check: 'That answer is blank, and True stands in the one of',
		see: smtpOfTenant,
	},
	...ofTheToken('SMTP.Send'),
	unregistered,
];

/** 535 5.7.139 whose words are missing or translated: the words tell the cause, or the settings do. */
export const switchedOff: readonly OtherCause[] = [
	{
		id: 'exo-smtp-mailbox-disabled',
		check: 'SmtpClientAuthenticationDisabled is True in the answer of',
		see: smtpOfMailbox,
	},
	{
		id: 'exo-smtp-tenant-disabled',
		check: 'That answer is blank, and True stands in the one of',
		see: smtpOfTenant,
	},
	{
		id: 'exo-smtp-basic-disabled',
		check: 'A password was sent: AUTH LOGIN or AUTH PLAIN stands in the dialogue, not XOAUTH2.',
	},
	{
		id: 'exo-smtp-sec-defaults',
		check: 'A password was sent, and the words speak of security defaults.',
	},
];

const otherMember: OtherCause = {
	title: 'Another account signed in, without Full Access',
	check: `The result of ${inStep('sign-in')} shows another account than {account}, which is not in the answer of`,
	see: members,
	unless: ['account'],
};
const noRights: OtherCause = {
	title: 'The application has no Full Access to the mailbox',
	check: 'The token is the application’s own, and its service principal is not in the answer of',
	see: members,
	unless: ['delegated'],
};
const noMailbox: OtherCause = {
	title: 'There is no mailbox of this name, or no licence',
	check: 'Exchange finds none with',
	see: {powershell: 'Get-CASMailbox -Identity {mailbox}'},
};

/** The token was accepted, the mailbox does not open: IMAP. */
export const notOpenedByImap: readonly OtherCause[] = [
	imapOff,
	otherMember,
	noRights,
	noMailbox,
	{
		title: 'A personal mailbox has IMAP off for devices and apps',
		check: '{mailbox} is at outlook.com, and Settings → Mail → Forwarding and IMAP says so.',
	},
	{
		title: 'Too many connections in a short time',
		check: 'It comes and goes: the same test succeeds a few minutes later.',
	},
];

/** The same by POP3. */
export const notOpenedByPop3: readonly OtherCause[] = [popOff, otherMember, noRights, noMailbox];

/** A token of the application itself is refused. */
export const refusedApplication: readonly OtherCause[] = [
	{
		title: 'It is registered with the wrong Object ID',
		check:
			'ObjectId is that of the app registration, not of the enterprise application, in the answer of',
		see: registered,
	},
	{
		title: 'The token lacks the application’s permission',
		check:
			'IMAP.AccessAsApp, POP.AccessAsApp or SMTP.SendAsApp, whichever is tested, is not among the token’s roles.',
		unless: ['scope'],
	},
	noRights,
	imapOff,
];

/** A mail connection that Exchange closed: the answer before it tells why. */
export const closedByExchange: readonly OtherCause[] = [
	{
		id: 'exo-imap-authenticate-failed',
		check: 'NO AUTHENTICATE failed stands before it in the transcript.',
	},
	{
		id: 'exo-imap-not-connected',
		check: 'User is authenticated but not connected stands before it in the transcript.',
	},
];

/** OWNER\SHARED was sent, and refused. */
export const refusedDelegate: readonly OtherCause[] = [
	{
		id: 'exo-imap-authenticate-failed',
		check: 'The address of the shared mailbox alone is refused too.',
	},
];

/** Nobody is signed in when the sender is named. */
export const notSignedIn: readonly OtherCause[] = [
	{id: 'exo-smtp-573', check: 'The transcript shows AUTH, and a 535 as its answer.'},
	{id: 'exo-smtp-starttls', check: 'The transcript shows no STARTTLS before it.'},
];
