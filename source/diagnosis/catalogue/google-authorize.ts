import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';

const stages = ['discovery', 'authorize', 'token', 'refresh'] as const;
const clients = 'Google Cloud console → Google Auth Platform → Clients';
const audience = 'Google Cloud console → Google Auth Platform → Audience';

/** Google's sign-in and consent pages. The better explanation stands first. */
export const googleAuthorize: readonly Case[] = [
	{
		id: 'g-redirect-mismatch',
		provider: 'google',
		stages,
		match: [{error: ['redirect_uri_mismatch']}, {text: /\bredirect_uri_mismatch\b/}],
		title: 'The redirect URI is not registered',
		cause:
			'The client’s list lacks {redirectUri}. Google compares the whole: scheme, host, port, path and slash.',
		fix: [
			`${clients} → the client → Authorized redirect URIs → add, copied from ${inStep('redirect')}: {redirectUri}`,
			'Save, and give it a few minutes.',
		],
		who: 'app-owner',
		step: 'redirect',
		see: 'https://developers.google.com/identity/protocols/oauth2/web-server',
	},
	{
		id: 'g-deleted-client',
		provider: 'google',
		stages,
		match: [{error: ['deleted_client']}, {text: /The OAuth client was deleted/i}],
		title: 'The OAuth client was deleted',
		cause:
			'Somebody deleted it, or Google’s clean-up of unused clients did. All its sign-ins are dead.',
		fix: [
			`${clients} → Deleted credentials: within 30 days it can be restored.`,
			`Otherwise create a new client (${inStep('register')}), enter its ID and secret, and sign in again.`,
		],
		who: 'app-owner',
		step: 'register',
	},
	{
		id: 'g-invalid-client-id',
		provider: 'google',
		stages,
		match: [
			{error: ['invalid_client'], text: /The OAuth client was not found/i},
			{text: /The OAuth client was not found/i},
			{text: /\bError 401: invalid_client\b/i},
		],
		title: 'Google does not know the Client ID',
		cause:
			'There is no such client: a typo, its ending .apps.googleusercontent.com cut off, or a placeholder.',
		fix: [`Copy the Client ID from ${clients} into ${inStep('client')}, whole.`],
		who: 'you',
		step: 'client',
	},
	{
		id: 'g-testing-not-tester',
		provider: 'google',
		stages,
		match: [
			{
				text: /developer-approved testers|has not completed the Google verification process|hasn.t given you access to this app/i,
			},
		],
		title: 'The app is in Testing and the account is no test user',
		cause:
			'Only those on the list of test users may sign in while the publishing status is Testing, the owner included.',
		fix: [
			`${audience} → Test users → add {mailbox}`,
			'Better for a Workspace organization: User type Internal. Sign-ins in Testing end after 7 days.',
		],
		who: 'app-owner',
		step: 'register',
		see: 'https://console.cloud.google.com/auth/audience',
	},
	{
		id: 'g-admin-policy',
		provider: 'google',
		stages,
		match: [{error: ['admin_policy_enforced']}, {text: /\badmin_policy_enforced\b/}],
		title: 'The Workspace admin does not allow the app',
		cause:
			'Gmail’s scopes are kept for apps that the admin trusts, or the account is in the Advanced Protection Program.',
		fix: [
			'Admin: admin.google.com → Security → Access and data control → API controls → Manage Third-Party App Access → the Client ID → Trusted.',
			'An app of the own organization: API controls → Trust internal apps.',
		],
		who: 'admin',
		confidence: 'likely',
		step: 'register',
	},
	{
		id: 'g-disallowed-useragent',
		provider: 'google',
		stages,
		match: [{error: ['disallowed_useragent']}, {text: /\bdisallowed_useragent\b/}],
		title: 'Google refuses this browser',
		cause: 'The page was opened inside another program and not in a browser of its own.',
		fix: ['Copy the address into Firefox, Chrome, Edge or Safari.'],
		who: 'you',
		step: 'sign-in',
	},
	{
		id: 'g-device-scope',
		provider: 'google',
		stages,
		match: [
			{error: ['invalid_scope'], text: /Invalid device flow scope/i},
			{text: /Invalid device flow scope/i},
		],
		title: 'Google gives no mail access by device code',
		cause:
			'Google’s device flow allows only a short list of scopes, and no mail scope is on it, whatever the client.',
		fix: [
			`Sign in in the browser; over SSH with the ssh -L line of ${inStep('sign-in')}, or by pasting the address.`,
			`A client of type TVs and Limited Input devices can’t be used: create a Web application (${inStep('register')}).`,
		],
		who: 'you',
		step: 'sign-in',
		see: 'https://developers.google.com/identity/protocols/oauth2/limited-input-device',
	},
	{
		id: 'g-invalid-scope',
		provider: 'google',
		stages,
		match: [
			{error: ['invalid_scope']},
			{text: /Some requested scopes (?:were invalid|cannot be shown)/i},
		],
		title: 'Google does not know the scope',
		cause:
			'A scope is misspelt or not open to this client. The slash at the end of https://mail.google.com/ belongs to it.',
		fix: [
			`In ${inStep('provider')} (Ctrl+O) leave the scope empty, or enter exactly https://mail.google.com/`,
		],
		who: 'you',
		step: 'provider',
		see: 'https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
	},
	{
		id: 'g-app-blocked',
		provider: 'google',
		stages,
		match: [{text: /\bThis app is blocked\b|Access blocked: [^\r\n]{0,200}not configured/i}],
		title: 'Google blocks the app for this account',
		cause:
			'An unverified app asks for the mail scope of an account that it is not meant for, has used up its 100 users, or an admin blocks it.',
		fix: [
			`Use a client of your own project: Internal, or with {mailbox} as a test user (${inStep('register')}).`,
			'A published app has to pass Google’s verification for restricted scopes.',
		],
		who: 'app-owner',
		confidence: 'likely',
		step: 'register',
	},
	{
		id: 'g-user-denied',
		provider: 'google',
		stages,
		match: [{error: ['access_denied']}, {text: /[?&]error=access_denied\b/}],
		title: 'The sign-in was cancelled',
		cause: 'Somebody pressed Cancel, or went back at the warning about an unverified app.',
		fix: [
			'Sign in again. At the warning: Advanced, then go on to the app.',
			'On the page of permissions tick the box for Gmail.',
		],
		who: 'user',
		confidence: 'likely',
		step: 'sign-in',
	},
];
