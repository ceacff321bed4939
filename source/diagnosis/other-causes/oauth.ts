import {inStep} from '../../checklist/step-id.js';
import type {OtherCause} from './other-cause.js';

const audience = 'Google Cloud console → Google Auth Platform → Audience';

/** Google ends a sign-in without saying why. */
export const endedByGoogle: readonly OtherCause[] = [
	{
		title: 'The app is in Testing: every sign-in ends after 7 days',
		check: `The sign-in was made 7 days ago, and ${audience} says Testing.`,
	},
	{
		title: 'The account removed the app’s access',
		check: 'The app is not in the list of {mailbox} at',
		see: {url: 'https://myaccount.google.com/connections'},
	},
	{
		title: 'The password of the account was changed',
		check: 'It was changed after the sign-in; tokens for Gmail end with it.',
	},
	{
		title: 'The token was not used for six months',
		check: 'No program has read or sent mail with it for so long.',
	},
	{
		title: 'The account signed in to this client over 100 times',
		check: 'The sign-in is the oldest of many: each new one past 100 ends the oldest.',
	},
	{
		title: 'The account is suspended, or its admin restricts the app',
		check: '{mailbox} can’t sign in, or a new sign-in here names the admin’s rule.',
	},
];

/** Google does not take a code or a refresh token. */
export const refusedByGoogle: readonly OtherCause[] = [
	{
		title: 'The code was used already',
		check: 'The page was loaded again, or the same address was pasted twice.',
	},
	{
		title: 'The sign-in was made with another Client ID',
		check: `Client ID or secret of ${inStep('client')} was changed after the sign-in began.`,
	},
	{
		title: 'The redirect URI differs from that of the sign-in',
		check: 'redirect_uri in the address of the sign-in is not {redirectUri}.',
	},
	{
		id: 'g-grant-expired',
		check: `A sign-in that once worked is refused, and nothing of ${inStep('client')} was changed since.`,
	},
];

/** AADSTS70000 has three meanings; where its words are missing, so does the number. */
export const refusedWith70000: readonly OtherCause[] = [
	{
		id: 'ms-70000-expired',
		check: 'The words say that the grant is expired; or a new sign-in with the same scopes helps.',
	},
	{
		title: 'The sign-in was made with another Client ID',
		check: `The Client ID of ${inStep('client')} was changed after the sign-in.`,
	},
	{
		title: 'Microsoft found the account abused',
		check: 'The words speak of service abuse mode.',
	},
];

/** invalid_client of a server that does not say which of the two is wrong (RFC 6749 §5.2). */
export const refusedClient: readonly OtherCause[] = [
	{
		title: 'The Client ID is wrong',
		// The authorization endpoint knows no secret, only the ID (RFC 6749 §4.1.2.1).
		check: `The page of the sign-in (${inStep('sign-in')}) shows an error before anyone can sign in.`,
	},
	{
		title: 'The Client Secret is wrong, or has ended',
		check: 'The page of the sign-in opens, and only the exchange of the code is refused.',
	},
	{
		title: 'The server wants the secret sent in another way',
		check:
			'ID and secret are right in the portal, and token_endpoint_auth_methods_supported of the metadata does not list client_secret_post.',
	},
];

/** invalid_grant without a reason (RFC 6749 §5.2). */
export const refusedGrant: readonly OtherCause[] = [
	{
		title: 'The code or refresh token has ended or was revoked',
		check: 'A new sign-in, with nothing else changed, succeeds.',
	},
	{
		title: 'It was made for another client',
		check: `The Client ID of ${inStep('client')} was changed after the sign-in.`,
	},
	{
		title: 'The redirect URI differs from that of the sign-in',
		check: 'redirect_uri in the address of the sign-in is not {redirectUri}.',
	},
];
