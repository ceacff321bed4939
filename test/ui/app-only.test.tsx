import {afterEach, beforeAll, expect, test} from 'vitest';
import type {SecretFacts} from '../../source/checklist/grant-record.js';
import type {SignInReport} from '../../source/checklist/report.js';
import type {Grant} from '../../source/grant.js';
import {atStep, now, recordOf, stateOf} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {press} from '../helpers/press.js';
import {grantWith} from '../helpers/records.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

const application = grantWith({
	flow: 'app-only',
	tenant: '3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50',
	clientId: '7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01',
});
const certificate = {
	pem: '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n',
	sha1: 'A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3E4F5A0B1',
	sha256: 'A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3',
	endsAt: Date.UTC(2027, 10, 23),
	setAt: now,
};
const report: SignInReport = {
	type: 'sign-in',
	road: 'app',
	flow: 'app-only',
	grantedScopes: ['IMAP.AccessAsApp', 'SMTP.SendAsApp'],
	missingScopes: [],
	expiresAt: now + 3_600_000,
	hasRefreshToken: false,
};

/** A grant whose IDs are proved. */
const stateWith = (
	grant: Grant = application,
	{isSignedIn = false, facts = {certificate}}: {isSignedIn?: boolean; facts?: SecretFacts} = {},
) =>
	stateOf([
		recordOf(
			grant,
			{
				client: {summary: 'verified with the provider'},
				...(isSignedIn && {'sign-in': {summary: 'as the application', report}}),
			},
			{facts},
		),
	]);

const frame = (text: string) => `\n${text}\n`;

test('the sign-in of an application says that nobody takes part, and runs by Enter', async () => {
	const {screen, calls} = await openApp(atStep(stateWith(), 'sign-in'));
	expect(frame(screen.frame())).toMatchInlineSnapshot(`
		"
		8  Get a token                                   evmail@acme.com   Microsoft 365

		Nobody signs in: the application asks for a token as itself, and the token has
		to hold what the mail services need.

		No browser and no person take part: Enter asks for the token.
		needs you   not done yet
















		enter get a token · ? help · esc back
		"
	`);
	await press(screen, 'enter');
	expect(calls.at(-1)).toEqual(['run', 'sign-in']);
});

test('a token of the application shows its roles, and misses no refresh token', async () => {
	const state = stateWith(application, {isSignedIn: true});
	const {screen} = await openApp(atStep(state, 'sign-in'));
	expect(frame(screen.frame())).toMatchInlineSnapshot(`
		"
		8  Get a token                                   evmail@acme.com   Microsoft 365

		Nobody signs in: the application asks for a token as itself, and the token has
		to hold what the mail services need.

		No browser and no person take part: Enter asks for the token.
		done   as the application   23 Nov, 13:45

		Account         the application
		Road            the application asked as itself
		Scopes          IMAP.AccessAsApp
		                SMTP.SendAsApp
		Access token    until 23 Nov, 15:05, in 60 min
		Refresh token   none is needed: a token is asked for again









		enter go on to 2 · r get another · ? help · esc back
		"
	`);
});

test('the checklist of an application', async () => {
	const {screen} = await openApp({
		...stateWith(),
		view: {at: 'checklist', grant: application.name},
	});
	expect(frame(screen.frame())).toMatchInlineSnapshot(`
		"
		mailgrant   evmail@acme.com                          Microsoft 365   2 of 8 done

		  done       1  Provider and mailbox        IMAP in, SMTP out
		› needs you  2  Mail service from here
		  left out   3  Instance, redirect URI      app-only: for other programs
		  left out   4  Web server passes it        app-only: for other programs
		  needs you  5  Register the application
		  left out   6  Redirect URI                no browser takes part
		  done       7  IDs and credentials         verified with the provider
		  needs you  8  Get a token
		  left out   9  ExtraView token form        app-only: for other programs
		  left out   10 EVMail                      app-only: for other programs
		  left out   11 BatchMail                   app-only: for other programs
		  left out   12 From addresses              app-only: for other programs
		  ·          13 Test incoming, EVMail       after 8
		  ·          14 Test outgoing, BatchMail    after 8
		  ·          15 Stays alive                 after 8

		Every host has to answer from this machine; a laptop proves nothing.

		Somebody else has the rights in the portal? h opens a sheet to hand over.


		enter open 2 · ↑↓ move · r checks · h hand over · ? help · q leave · esc back
		"
	`);
});

test('what an Exchange admin has to do stands with its commands', async () => {
	const {screen} = await openApp(atStep(stateWith(), 'register'), {rows: 40});
	for (let downs = 0; downs < 8; downs++) await press(screen, 'down');
	expect(frame(screen.frame())).toMatchInlineSnapshot(`
		"
		5  Register the application                      evmail@acme.com   Microsoft 365

		The provider gives tokens only to programs that it knows, and the mail service
		lets a program in only where an admin has said so.
		0 of 11 done

		  ·      Sign on to the portal with an account that may register applications
		           https://portal.azure.com/#home
		  ·      App registrations → New registration; give it a name
		           ExtraView mail
		  ·      Supported account types: this organizational directory only; no redire…
		  ·      API permissions → Add → APIs my organization uses → Office 365 Exchang…
		           IMAP.AccessAsApp
		  ·      API permissions → Add → APIs my organization uses → Office 365 Exchang…
		           SMTP.SendAsApp
		  ·      API permissions → Grant admin consent. Without it the token comes all …
		  ·      Certificates & secrets → New client secret; copy its Value, not the Se…
		  ·      Overview → keep Application (client) ID and Directory (tenant) ID at h…
		› next   An Exchange admin registers the app in PowerShell. Its Object ID is the
		         one of Enterprise applications, which the second line looks up; the one
		         on the page of App registrations is another, and the usual mistake
		         1 Connect-ExchangeOnline -Organization 3f2a6c1e-9d4b-4f7a…   (73 chars)
		         2 Connect-MgGraph -Scopes Application.Read.All
		         3 $sp = Get-MgServicePrincipal -Filter "appId eq '7d0c5b1…   (86 chars)
		         4 New-ServicePrincipal -AppId $sp.AppId -ObjectId $sp.Id …   (78 chars)
		  ·      In the same PowerShell: the app may open this mailbox, and no other wi…
		           Add-MailboxPermission -Identity evmail@acme.com -User $…   (85 chars)
		  ·      In the same PowerShell: the app may send as this mailbox
		           Add-RecipientPermission -Identity evmail@acme.com -Tru…   (102 chars)










		enter copy · space tick · c copy · 2-4 copy others · ↑↓ move · ? help · esc back
		"
	`);
});

test('IDs and credentials show the certificate, and copy it', async () => {
	const {screen, calls} = await openApp(atStep(stateWith(), 'client'));
	expect(frame(screen.frame())).toMatchInlineSnapshot(`
		"
		7  IDs and credentials                           evmail@acme.com   Microsoft 365

		With them the application proves itself; they are verified by asking for a
		token.

		› Tenant ID             3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50
		  Client ID             7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01
		  Client Secret         a certificate stands in its place
		  Secret ends           year-month-day, such as 2028-11-23

		  Certificate  until 2027-11-23
		  Thumbprint   A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3E4F5A0B1
		  SHA-256      A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3

		done   verified with the provider   23 Nov, 13:45





		Directory (tenant) ID, on the Overview page of the app.


		enter go on to 2 · ctrl+y copy certificate · ctrl+g help · esc back
		"
	`);
	await press(screen, 'ctrl+y');
	expect(calls.at(-1)).toEqual(['copy', 'Certificate', certificate.pem]);
});

test('without a certificate one is made by a key', async () => {
	const {screen, calls} = await openApp(atStep(stateWith(application, {facts: {}}), 'client'));
	await press(screen, 'ctrl+n');
	expect(calls.at(-1)).toEqual(['makeCertificate']);
});

test('a service account shows its Unique ID, and takes its key by paste', async () => {
	const google = grantWith({flow: 'app-only', provider: 'google'});
	const empty = await openApp(atStep(stateWith(google, {facts: {}}), 'client'));
	expect(empty.screen.frame()).toContain('Paste the JSON key of the service account');
	const serviceAccount = {
		email: 'mail-app@acme.iam.gserviceaccount.com',
		uniqueId: '104857600000000000042',
		keyId: 'f00d',
		setAt: now,
	};
	const {screen} = await openApp(atStep(stateWith(google, {facts: {serviceAccount}}), 'client'));
	expect(frame(screen.frame())).toMatchInlineSnapshot(`
		"
		7  IDs and credentials                                  evmail@acme.com   Google

		With them the application proves itself; they are verified by asking for a
		token.

		  Account      mail-app@acme.iam.gserviceaccount.com
		  Unique ID    104857600000000000042, for domain-wide delegation
		  Key          f00d, stored 23 Nov

		done   verified with the provider   23 Nov, 13:45













		enter go on to 2 · tab next field · ctrl+r verify · ctrl+g help · esc back
		"
	`);
});

test('the provider form has account and cloud, with the hosts and doubts of the cloud', async () => {
	const grant = grantWith({cloud: 'china', account: 'ada@acme.com'});
	const {screen} = await openApp(atStep(stateWith(grant, {facts: {}}), 'provider'), {rows: 40});
	await press(screen, 'ctrl+o');
	expect(frame(screen.frame())).toMatchInlineSnapshot(`
		"
		1  Provider and mailbox                          evmail@acme.com   Microsoft 365

		One grant is one row of ExtraView’s Access Tokens for 3rd Party Email Services.

		› Email Token Name      evmail@acme.com
		  Email Token Type      [Microsoft 365]  Google   Custom
		  Email Address         evmail@acme.com
		  Incoming mail         [IMAP]  POP3   none
		  Outgoing mail         [SMTP]  none
		  Signs in as           ada@acme.com
		  Cloud                  global   GCC High   DoD  [China]
		  Flow                  [browser]  device   app-only
		  ExtraView base URL
		  For ExtraView         [yes]  no
		  Authorization URL     https://login.partner.microsoftonline.cn/{tenant}/oauth…
		  Access Token URL      https://login.partner.microsoftonline.cn/{tenant}/oauth…
		  Device URL            https://login.partner.microsoftonline.cn/{tenant}/oauth…
		  Metadata URL          https://login.partner.microsoftonline.cn/{tenant}/v2.0/…
		  Scope                 what the services need
		  IMAP server           partner.outlook.cn:993
		  IMAP security         [as the provider]  TLS   STARTTLS
		  SMTP server           smtp.partner.outlook.cn:587
		  SMTP security         [as the provider]  TLS   STARTTLS
		  CA file
		  Proxy                 as the environment says
		  Callback port         8765
		The application has to be registered in this cloud, in its own portal.
		Login hosts are Microsoft’s own word; mail hosts and scopes come from other
		programs’ tables.
		The scopes of 21Vianet are a guess: its tenants may need the older endpoints,
		with resource=https://partner.outlook.cn.





		ExtraView's name for this row; its advice is the address of the mailbox.


		enter save · tab next field · ctrl+o fewer · ctrl+g help · esc back
		"
	`);
});

test('a provider without clouds asks for none, and keeps none', async () => {
	const grant = grantWith({cloud: 'china', provider: 'google'});
	const {screen, calls} = await openApp(atStep(stateWith(grant, {facts: {}}), 'provider'), {
		rows: 40,
	});
	await press(screen, 'ctrl+o');
	expect(screen.frame()).not.toContain('Cloud');
	await press(screen, 'enter');
	expect(calls.at(-1)).toEqual(['saveFields', 'provider', expect.objectContaining({cloud: ''})]);
});
