import {inStep} from '../../checklist/step-id.js';
import {endedByGoogle, refusedByGoogle} from '../other-causes/oauth.js';
import type {Case} from './case.js';

const stages = ['discovery', 'authorize', 'token', 'refresh'] as const;
const clients = 'Google Cloud console → Google Auth Platform → Clients → the client';
const lifetimes = 'https://developers.google.com/identity/protocols/oauth2#expiration';
const serviceAccount = 'https://developers.google.com/identity/protocols/oauth2/service-account';

/** Google's token endpoint. The better explanation stands first. */
export const googleToken: readonly Case[] = [
	{
		id: 'g-secret-missing',
		provider: 'google',
		stages,
		match: [
			{error: ['invalid_request'], text: /\bclient_secret is missing/i},
			{text: /\bclient_secret is missing/i},
		],
		title: 'The Client Secret is missing',
		cause: 'Google wants the secret of every client, with PKCE too.',
		fix: [
			`Enter it in ${inStep('client')}; it stands in the client_secret_….json file, or make a new one at ${clients}.`,
		],
		who: 'you',
		step: 'client',
	},
	{
		id: 'g-secret-wrong',
		provider: 'google',
		stages,
		match: [
			{error: ['invalid_client'], text: /client secret is invalid/i},
			{error: ['invalid_client'], text: /^Unauthorized\.?$/im},
		],
		title: 'The Client Secret is wrong',
		cause:
			'The Client ID is known, but the secret is another client’s, was disabled, or is incomplete.',
		fix: [
			`${clients} → Client secrets → add one; it is shown once.`,
			`Paste it in ${inStep('client')}.`,
		],
		who: 'app-owner',
		confidence: 'likely',
		step: 'client',
	},
	{
		id: 'g-rapt',
		provider: 'google',
		stages,
		match: [
			{subtype: ['invalid_rapt', 'rapt_required']},
			{text: /\b(?:invalid_rapt|rapt_required)\b|reauth related error/i},
		],
		title: 'A policy of the Workspace ends the session',
		cause:
			'The admin limits how long sign-ins with Google Cloud scopes last, 16 hours with newer organizations; then somebody has to sign in again.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) ask for https://mail.google.com/ only, without Cloud scopes, and sign in again.`,
			'Admin: admin.google.com → Security → Access and data control → Google Cloud session control → exempt trusted apps.',
		],
		who: 'admin',
		confidence: 'likely',
		step: 'sign-in',
		see: 'https://support.google.com/a/answer/9368756',
	},
	{
		id: 'g-grant-expired',
		provider: 'google',
		stages,
		match: [{text: /Token has been expired or revoked/i}],
		title: 'The sign-in has ended or was revoked',
		cause:
			'Google gives no reason. An app in Testing ends every sign-in after 7 days; else access was removed, the password changed, six months passed unused, or over 100 sign-ins were made.',
		fix: [
			'If it was made 7 days ago: Audience → make the app Internal or publish it first; a sign-in made in Testing keeps its end.',
			'Sign in again as {account}.',
		],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
		see: lifetimes,
		others: endedByGoogle,
	},
	{
		id: 'g-malformed-code',
		provider: 'google',
		stages,
		match: [
			{error: ['invalid_grant'], text: /Malformed auth code/i},
			{text: /Malformed auth code/i},
		],
		title: 'The code is damaged',
		cause: 'It was cut off, or decoded twice or not at all: 4%2F0… is the encoded form of 4/0….',
		fix: ['Sign in again, and paste the whole address on which the browser ends.'],
		who: 'you',
		step: 'sign-in',
	},
	{
		id: 'g-sa-user-invalid',
		provider: 'google',
		stages,
		match: [{text: /Invalid email or User ID|Not a valid email or user ID/i}],
		title: 'There is no such user in the domain',
		cause:
			'The service account was asked to act for somebody unknown: a typo, an alias, a group or a suspended user.',
		fix: ['Use the primary address as admin.google.com → Directory → Users shows it.'],
		who: 'you',
		confidence: 'likely',
		step: 'provider',
	},
	{
		id: 'g-sa-clock',
		provider: 'google',
		stages,
		match: [{text: /Token must be a short-lived token/i}],
		title: 'The clock of this host is wrong',
		cause:
			'The service account’s assertion lies outside its hour: the clock is off, or it was made to last too long.',
		fix: [{shell: 'date -u; timedatectl set-ntp true'}, 'Then try again.'],
		who: 'you',
		confidence: 'likely',
		step: 'services',
		see: serviceAccount,
	},
	{
		id: 'g-sa-signature',
		provider: 'google',
		stages,
		match: [{text: /Invalid JWT Signature/i}],
		title: 'The service account’s key is not taken',
		cause: 'The key was deleted or disabled, its text was damaged, or it is another account’s.',
		fix: [
			{shell: 'gcloud iam service-accounts keys list --iam-account SERVICE_ACCOUNT'},
			'Compare with private_key_id of the key file; create a new key if it is not there.',
		],
		who: 'app-owner',
		confidence: 'likely',
		step: 'client',
	},
	{
		id: 'g-sa-not-found',
		provider: 'google',
		stages,
		match: [{text: /Invalid grant: account not found/i}],
		title: 'The service account does not exist',
		cause: 'It was deleted, or its address in the key file is wrong.',
		fix: [{shell: 'gcloud iam service-accounts list'}, 'Create a new key for one that is there.'],
		who: 'app-owner',
		step: 'client',
	},
	{
		id: 'g-unauthorized-client-dwd',
		provider: 'google',
		stages,
		match: [{text: /Client is unauthorized to retrieve access tokens using this method/i}],
		title: 'Domain-wide delegation is not allowed',
		cause:
			'The service account’s numeric ID is not entered in the Workspace, or with another spelling of the scope, or less than 24 hours ago.',
		fix: [
			'Admin: admin.google.com → Security → Access and data control → API controls → Manage Domain Wide Delegation → the Unique ID, scope https://mail.google.com/',
			'Wait up to 24 hours.',
		],
		who: 'admin',
		confidence: 'likely',
		step: 'register',
		see: serviceAccount,
	},
	{
		id: 'g-grant-bad-request',
		provider: 'google',
		stages,
		match: [{error: ['invalid_grant'], text: /^Bad Request\.?$/im}],
		title: 'Google does not take the code or the sign-in',
		cause:
			'The code was used already or is of another sign-in, the refresh token is another client’s or incomplete, or the redirect URI differs from the one of the sign-in.',
		fix: ['Sign in again; Client ID, secret and redirect URI stay the same from beginning to end.'],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
		others: refusedByGoogle,
	},
	{
		id: 'g-api-disabled',
		provider: 'google',
		stages: [...stages, 'send'],
		match: [
			{text: /API has not been used in project \d+|accessNotConfigured|\bSERVICE_DISABLED\b/i},
		],
		title: 'The Gmail API is not enabled',
		cause: 'Something asked Gmail’s web API. IMAP, POP3 and SMTP do not need it.',
		fix: [
			'Use IMAP, POP3 and SMTP; or, if the API is wanted:',
			{shell: 'gcloud services enable gmail.googleapis.com'},
		],
		who: 'app-owner',
	},
	{
		id: 'g-insufficient-scope',
		provider: 'google',
		stages: [...stages, 'send'],
		match: [{text: /insufficient authentication scopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT/i}],
		title: 'The token lacks the scope',
		cause: 'The account allowed less than is needed, for instance with Gmail’s box left unticked.',
		fix: ['Sign in again with https://mail.google.com/ and tick every box.'],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'g-no-refresh-token',
		provider: 'google',
		stages,
		match: [
			{text: /"access_token"\s*:\s*"/, unless: /refresh_token/},
			{text: /^There is no refresh token\b/},
		],
		title: 'The answer holds no refresh token',
		cause:
			'Google gives one only when offline access is asked for, and again only when consent is.',
		fix: [
			'Remove the app’s access, then sign in again:',
			{url: 'https://myaccount.google.com/connections'},
		],
		who: 'you',
		confidence: 'likely',
		step: 'sign-in',
		see: 'https://developers.google.com/identity/protocols/oauth2/web-server',
	},
];
