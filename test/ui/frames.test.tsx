import {afterEach, beforeAll, expect, test} from 'vitest';
import type {State} from '../../source/checklist/state.js';
import {atStep, namedStates, now} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {press} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

async function frameOf(state: State, columns = 80, rows = 24): Promise<string> {
	const {screen} = await openApp(state, {columns, rows});
	return `\n${screen.frame()}\n`;
}

test('the checklist of a grant half done', async () => {
	expect(await frameOf(namedStates.registered)).toMatchInlineSnapshot(`
		"
		mailgrant   evmail@acme.com                         Microsoft 365   6 of 15 done

		  done       1  Provider and mailbox        IMAP in, SMTP out
		  done       2  Mail service from here      all answer, 3 of 3, slowest 104 ms
		  done       3  Instance, redirect URI      as ExtraView shows it
		  done       4  Web server passes it        Tomcat answers
		  done       5  Register the application    you said so, 23 Nov
		  done       6  Redirect URI                you said so, 23 Nov
		› needs you  7  IDs and secret
		  ·          8  Sign in                     after 7
		  ·          9  ExtraView token form        after 8
		  ·          10 EVMail                      after 9
		  ·          11 BatchMail                   after 9
		  ·          12 From addresses              after 8
		  ·          13 Test incoming, EVMail       after 8
		  ·          14 Test outgoing, BatchMail    after 8
		  ·          15 Stays alive                 after 8

		With them this host asks for tokens; they are verified before anyone signs in.




		enter open 7 · ↑↓ move · r checks · h hand over · ? help · q leave · esc back
		"
	`);
});

test('the first screen of practice', async () => {
	expect(await frameOf(namedStates['practice-fresh'])).toMatchInlineSnapshot(`
		"
		mailgrant   a new grant                                  practice   0 of 15 done

		› needs you  1  Provider and mailbox
		  ·          2  Mail service from here      after 1
		  ·          3  Instance, redirect URI      after 1
		  ·          4  Web server passes it        after 1
		  ·          5  Register the application    after 1
		  ·          6  Redirect URI                after 1
		  ·          7  IDs and secret              after 1
		  ·          8  Sign in                     after 1
		  ·          9  ExtraView token form        after 1
		  ·          10 EVMail                      after 1
		  ·          11 BatchMail                   after 1
		  ·          12 From addresses              after 1
		  ·          13 Test incoming, EVMail       after 1
		  ·          14 Test outgoing, BatchMail    after 1
		  ·          15 Stays alive                 after 1

		One grant is one row of ExtraView’s Access Tokens for 3rd Party Email Services.




		enter open 1 · ↑↓ move · f faults · ? help · q leave
		"
	`);
});

test('the list of grants', async () => {
	expect(await frameOf(namedStates['several-grants'])).toMatchInlineSnapshot(`
		"
		mailgrant                                                               3 grants

		Each grant is one row of ExtraView’s Access Tokens for 3rd Party Email Services.

		› evmail@acme.com           Microsoft 365  15 of 15 done all is proved
		  desk@example.org          Google         1 of 15 done  next 2, Mail service f…
		  Ärger & Freude 邮件       Custom         0 of 9 done   next 1, Provider and m…
















		enter open · ↑↓ move · n new · c copy · r rename · d delete · ? help · q leave
		"
	`);
});

test('the form of the first step', async () => {
	expect(await frameOf(atStep(namedStates.registered, 'provider'))).toMatchInlineSnapshot(`
		"
		1  Provider and mailbox                          evmail@acme.com   Microsoft 365

		One grant is one row of ExtraView’s Access Tokens for 3rd Party Email Services.

		› Email Token Name      evmail@acme.com
		  Email Token Type      [Microsoft 365]  Google   Custom
		  Email Address         evmail@acme.com
		  Incoming mail         [IMAP]  POP3   none
		  Outgoing mail         [SMTP]  none











		ExtraView's name for this row; its advice is the address of the mailbox.


		enter save · tab next field · ctrl+o more fields · ctrl+g help · esc back
		"
	`);
});

test('a host that can’t be reached', async () => {
	const state = atStep(namedStates['services-failed'], 'services');
	expect(await frameOf(state)).toMatchInlineSnapshot(`
		"
		2  Mail service from here                        evmail@acme.com   Microsoft 365

		Every host has to answer from this machine; a laptop proves nothing.

		  ok       imap   outlook.office365.com:993      TLS 1.3, XOAUTH2         104 ms
		› failed   smtp   smtp.office365.com:587         Nothing answers on t…    104 ms
		  ok       name       52.97.183.162                                         3 ms
		  failed   connect    connection refused                                   20 ms
		  ok       https  login.microsoftonline.com:443  TLS 1.3, HTTP 200         97 ms

		  clock    the same as the provider’s
		  proxy    HTTPS_PROXY http://proxy.acme.com:3128

		Nothing answers on that port                                              likely
		smtp.office365.com:587 refused the connection: a firewall on the way, or another
		port.
		It said:   connect ECONNREFUSED 52.97.183.162:587

		Whoever runs the network can repair it   It may also pass by itself: try again.
		  1  Ask for outgoing TCP to smtp.office365.com port 587 from this host.
		  2  nc -vz smtp.office365.com 587


		enter again · 1-2 copy · h sheet · space layers · ↑↓ move · ? help · esc back
		"
	`);
});

test('the walk-through of the portal', async () => {
	const state = atStep(namedStates['services-failed'], 'register');
	expect(await frameOf(state)).toMatchInlineSnapshot(`
		"
		5  Register the application                      evmail@acme.com   Microsoft 365
		The provider gives tokens only to programs that it knows.
		0 of 11 done

		› next   Sign on to the portal with an account that may register applications
		           https://portal.azure.com/#home
		  ·      App registrations → New registration; give it a name
		           ExtraView mail
		  ·      Supported account types: this organizational directory only. A redirec…
		  ·      Redirect URI: platform Web, and the address of this host
		           http://localhost:8765/callback
		  ·      Authentication → add ExtraView’s own address to the same platform
		           https://track.acme.com/evj/OAuth2?p_action=getTokenRetu…   (90 chars)
		  ·      API permissions → Add → Microsoft Graph → Delegated
		           IMAP.AccessAsUser.All
		  ·      API permissions → Add → Microsoft Graph → Delegated
		           SMTP.Send
		  ·      API permissions → Add → Microsoft Graph → Delegated
		           offline_access
		  ·      API permissions → Grant admin consent. Most tenants demand it since la…
		  ·      Certificates & secrets → New client secret; copy its Value at once, it…
		  ·      Overview → keep Application (client) ID and Directory (tenant) ID at h…

		enter copy · space tick · c copy · ↑↓ move · y say all done · ? help · esc back
		"
	`);
});

test('the addresses to register', async () => {
	const state = atStep(namedStates['services-failed'], 'redirect');
	expect(await frameOf(state)).toMatchInlineSnapshot(`
		"
		6  Redirect URI                                  evmail@acme.com   Microsoft 365

		The provider sends the browser back only to addresses that it was told, letter
		for letter.
		needs you   not done yet

		› 1  This host, for the sign-in here
		  http://localhost:8765/callback
		     good to know: http:// is taken here, since localhost never leaves the
		     browser’s own machine.
		     good to know: For localhost Microsoft compares scheme and path, and passes
		     over the port.

		  2  ExtraView, for its own sign-in
		  https://track.acme.com/evj/OAuth2?p_action=getTokenReturn&p_opti…   (90 chars)
		     careful: It has a query: Microsoft takes that only from apps for accounts
		     in organizational directories, not from those open to personal accounts.
		     good to know: Upper and lower case count. Platform: Web.





		enter copy 1 · 1 2 copy · e ExtraView URL · y say registered · ? help · esc back
		"
	`);
});

test('IDs and secret, verified', async () => {
	expect(await frameOf(atStep(namedStates['signed-in'], 'client'))).toMatchInlineSnapshot(`
		"
		7  IDs and secret                                evmail@acme.com   Microsoft 365

		With them this host asks for tokens; they are verified before anyone signs in.

		› Tenant ID             3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50
		  Client ID             7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01
		  Client Secret         kQ8Z~x…  40 characters, stored 23 Nov
		  Secret ends           2028-11-23

		done   verified with the provider   23 Nov, 13:45
		  ok       Tenant ID      exists
		  ok       Client ID      known
		  ok       Client Secret  is right







		Directory (tenant) ID, on the Overview page of the app.


		enter go on to 9 · tab next field · ctrl+r verify · ctrl+g help · esc back
		"
	`);
});

test('a sign-in that waits', async () => {
	expect(await frameOf(atStep(namedStates['signing-in'], 'sign-in'))).toMatchInlineSnapshot(`
		"
		8  Sign in                                       evmail@acme.com   Microsoft 365

		Open this in a browser on your own machine and sign in as evmail@acme.com:

		  https://login.microsoftonline.com/3f2a6c1e-9d4b-4f7a-8c55-6b1e2…   (208 chars)

		Whichever comes first counts:

		  ·  The browser comes back by itself: listening on localhost:8765, through SSH.
		     First open a second terminal on your machine with:
		     ssh -L 8765:localhost:8765 ada@mail7
		     Or in this one: Enter ~C, then -L 8765:localhost:8765 (? says more)
		     No request yet; http://localhost:8765/ in that browser tries the way.
		  ·  It says “can’t be reached”: paste the address it stands on, here.
		  ·  No browser that may sign in: d gets a code to type on any device.

		waiting 0:42 of 10:00






		enter copy address · t copy ssh line · d device code · ? help · esc stop
		"
	`);
});

test('a sign-in that waits with a device code and a wrong paste', async () => {
	const state = atStep(namedStates['signing-in'], 'sign-in');
	const run = state.runs['sign-in'];
	const progress = run?.step === 'sign-in' ? run.progress : undefined;
	if (run?.step !== 'sign-in' || !progress) throw new Error('no sign-in');
	const waiting: State = {
		...state,
		runs: {
			'sign-in': {
				...run,
				progress: {
					...progress,
					callback: {is: 'closed', why: 'port 8765 is taken. Choose another in step 1.'},
					pasteProblem: 'This address is of an old attempt. Sign in again in the browser.',
					device: {
						is: 'waiting',
						userCode: 'FJQ7-MWNB',
						verificationUri: 'https://microsoft.com/devicelogin',
						endsAt: run.startedAt + 900_000,
					},
				},
			},
		},
	};
	expect(await frameOf(waiting)).toMatchInlineSnapshot(`
		"
		8  Sign in                                       evmail@acme.com   Microsoft 365

		Open this in a browser on your own machine and sign in as evmail@acme.com:

		  https://login.microsoftonline.com/3f2a6c1e-9d4b-4f7a-8c55-6b1e2…   (208 chars)

		Whichever comes first counts:

		  ·  The browser can’t come back by itself: port 8765 is taken. Choose another
		     in step 1.
		  ·  It says “can’t be reached”: paste the address it stands on, here.
		     This address is of an old attempt. Sign in again in the browser.
		  ·  On any device, open the address and type the code:
		     https://microsoft.com/devicelogin
		     FJQ7-MWNB   ends in 14:18

		waiting 0:42 of 10:00






		enter copy address · d copy code · o QR code · ? help · esc stop
		"
	`);
});

test('a sign-in that succeeded', async () => {
	expect(await frameOf(atStep(namedStates['signed-in'], 'sign-in'))).toMatchInlineSnapshot(`
		"
		8  Sign in                                       evmail@acme.com   Microsoft 365

		The mailbox’s own account allows the program in, once, in a browser.

		done   evmail@acme.com, 2 scopes   23 Nov, 13:45

		Account         evmail@acme.com
		Road            the address was pasted
		Scopes          https://outlook.office.com/IMAP.AccessAsUser.All
		                https://outlook.office.com/SMTP.Send
		Access token    until 23 Nov, 15:03, in 58 min
		Refresh token   stored; no one has to sign in again soon











		enter go on to 9 · r sign in again · ? help · esc back
		"
	`);
});

test('a test that failed', async () => {
	expect(await frameOf(atStep(namedStates['mail-failed'], 'incoming'))).toMatchInlineSnapshot(`
		"
		13  Test incoming, EVMail                        evmail@acme.com   Microsoft 365

		  imap  outlook.office365.com:993
		  ok       name       52.97.183.162                                         3 ms
		  ok       connect                                                         18 ms
		  ok       TLS        1.3, DigiCert, 214 days left                         41 ms
		  ok       greeting   The Microsoft Exchange IMAP4 service is ready.       22 ms
		  ok       offers     XOAUTH2                                              20 ms
		  failed   sign in    NO AUTHENTICATE failed.                              88 ms

		The token is for another service                                         certain
		Its audience is graph.microsoft.com: a Graph scope stands first in the list, and
		the first scope decides. Exchange refuses it without saying why.
		It said:   NO AUTHENTICATE failed.

		You can repair it
		  1  Leave only outlook.office.com scopes in step 1.
		  2  Sign in again.
		  →  Its place is step 1, Provider and mailbox.
		  Read on (u copies it):
		  https://learn.microsoft.com/en-us/exchange/client-developer/leg…   (140 chars)


		enter step 1 · r again · 1-2 copy · h sheet · t transcript · ? help · esc back
		"
	`);
});

test('a message that came back', async () => {
	expect(await frameOf(atStep(namedStates.complete, 'outgoing'))).toMatchInlineSnapshot(`
		"
		14  Test outgoing, BatchMail                     evmail@acme.com   Microsoft 365

		BatchMail, or whatever sends with this mailbox, will do just this: sign in with
		the token and send.

		done   round trip in 4.2 s   23 Nov, 13:45

		  smtp  smtp.office365.com:587
		  ok       name       52.97.183.162                                         3 ms
		  ok       connect                                                         18 ms
		  ok       TLS        1.3, DigiCert, 214 days left                         41 ms
		  ok       greeting   The Microsoft Exchange IMAP4 service is ready.       22 ms
		  ok       offers     STARTTLS, XOAUTH2                                    20 ms
		  ok       sign in    as evmail@acme.com                                   91 ms
		  ok       sender     evmail@acme.com                                      20 ms
		  ok       recipient  evmail@acme.com                                      21 ms
		  ok       message    250 2.0.0 OK                                        310 ms

		  recipient    evmail@acme.com
		  Message-ID   <a3c1f0e2-9b7d@acme.com>
		  round trip   back in the mailbox after 4.2 s


		enter checklist · r send again · e recipient · t transcript · ? help · esc back
		"
	`);
});

test('help is made of the keys', async () => {
	const {screen} = await openApp(atStep(namedStates['mail-failed'], 'incoming'));
	await press(screen, '?');
	expect(`\n${screen.frame()}\n`).toMatchInlineSnapshot(`
		"
		Help: 13  Test incoming, EVMail                  evmail@acme.com   Microsoft 365
		The connection goes past the sign-in to the opened mailbox, since some servers
		accept a token and refuse the mailbox. Each layer shows its time; t opens the
		dialogue with the server, with secrets masked.

		enter       Go to step 1, where the repair is made
		r           Check once more
		1-2         Copy that line of the repair
		c           Copy all of it, as the sheet has it
		h           All of it as a sheet, to hand over to whoever can repair it
		u           Copy the address to read on
		t           The dialogue with the server, secrets masked
		?           This page
		esc         Go back; nothing is lost
		↑           A line up
		↓           A line down
		home        To the beginning
		end         To the end
		PgDn        A page down
		PgUp        A page up
		ctrl+z      Back to the shell for a while; fg goes on here
		ctrl+l      Draw the screen anew, after something else wrote into it
		ctrl+c      Leave mailgrant; nothing is lost
		esc close
		"
	`);
});

test('a transcript', async () => {
	const {screen} = await openApp(atStep(namedStates.registered, 'services'));
	await press(screen, 't');
	expect(`\n${screen.frame()}\n`).toMatchInlineSnapshot(`
		"
		Transcript: 2  Mail service from here

		imap outlook.office365.com:993
		S: * OK ready
		C: 1 CAPABILITY
		S: * CAPABILITY IMAP4 AUTH=XOAUTH2
		smtp smtp.office365.com:587
		S: * OK ready
		C: 1 CAPABILITY
		S: * CAPABILITY IMAP4 AUTH=XOAUTH2
		https login.microsoftonline.com:443
		S: * OK ready
		C: 1 CAPABILITY
		S: * CAPABILITY IMAP4 AUTH=XOAUTH2









		esc close · c copy all · home beginning · end end
		"
	`);
});

test('60×20: the checklist', async () => {
	expect(await frameOf(namedStates['mail-failed'], 60, 20)).toMatchInlineSnapshot(`
		"
		mailgrant   evmail@acme.com     Microsoft 365   9 of 15 done

		  done       1  Provider and mailbox    IMAP in, SMTP out
		  done       2  Mail service from here  all answer, 3 of 3,…
		  done       3  Instance, redirect URI  as ExtraView shows …
		  done       4  Web server passes it    Tomcat answers
		  done       5  Register the applicati… you said so, 23 Nov
		  done       6  Redirect URI            you said so, 23 Nov
		  done       7  IDs and secret          verified with the p…
		  done       8  Sign in                 evmail@acme.com, 2 …
		  done       9  ExtraView token form    you said so, 23 Nov
		› needs you  10 EVMail
		  needs you  11 BatchMail
		  needs you  12 From addresses
		  failed     13 Test incoming, EVMail   The token is for an…
		  needs you  14 Test outgoing, BatchMa…
		  needs you  15 Stays alive


		enter open 10 · ↑↓ move · ? help · q leave · esc back
		"
	`);
});

test('60×20: a test that failed', async () => {
	const state = atStep(namedStates['mail-failed'], 'incoming');
	expect(await frameOf(state, 60, 20)).toMatchInlineSnapshot(`
		"
		13  Test incoming, EVMail    evmail@acme.com   Microsoft 365

		  imap  outlook.office365.com:993
		  ok       name       52.97.183.162                     3 ms
		  ok       connect                                     18 ms
		  ok       TLS        1.3, DigiCert, 214 days left     41 ms
		  ok       greeting   The Microsoft Exchange IMAP…     22 ms
		  ok       offers     XOAUTH2                          20 ms
		  failed   sign in    NO AUTHENTICATE failed.          88 ms

		The token is for another service                     certain
		Its audience is graph.microsoft.com: a Graph scope stands
		first in the list, and the first scope decides. Exchange
		refuses it without saying why.
		It said:   NO AUTHENTICATE failed.

		You can repair it
		… 5 more lines, PgDn

		enter step 1 · r again · 1-2 copy · ? help · esc back
		"
	`);
});

test('60×20: a sign-in that waits', async () => {
	const state = atStep(namedStates['signing-in'], 'sign-in');
	expect(await frameOf(state, 60, 20)).toMatchInlineSnapshot(`
		"
		8  Sign in                   evmail@acme.com   Microsoft 365

		Open this in a browser on your own machine and sign in as
		evmail@acme.com:
		  https://login.microsoftonline.com/3f2a6c1e-…   (208 chars)
		Whichever comes first counts:
		  ·  The browser comes back by itself: listening on
		     localhost:8765, through SSH.
		     First open a second terminal on your machine with:
		     ssh -L 8765:localhost:8765 ada@mail7
		     No request yet; http://localhost:8765/ in that browser
		     tries the way.
		  ·  It says “can’t be reached”: paste the address it stands
		     on, here.
		  ·  No browser that may sign in: d gets a code to type on
		     any device.

		waiting 0:42 of 10:00

		enter copy address · t copy ssh line · ? help · esc stop
		"
	`);
});

test('40×12: the checklist', async () => {
	expect(await frameOf(namedStates['mail-failed'], 40, 12)).toMatchInlineSnapshot(`
		"
		mailgrant   evmail@acme.com
		… 5 lines above, PgUp
		  done       6  Redirect URI
		  done       7  IDs and secret
		  done       8  Sign in
		  done       9  ExtraView token form
		› needs you  10 EVMail
		  needs you  11 BatchMail
		  needs you  12 From addresses
		  failed     13 Test incoming, EVMail
		… 2 more lines, PgDn
		enter open 10 · ? help · q leave
		"
	`);
});

test('the token form of ExtraView, half carried over', async () => {
	const {screen} = await openApp(atStep(namedStates['signed-in'], 'token-form'));
	await press(screen, 'enter', 'enter', 'enter', 'enter', 'enter', 'enter');
	expect(`\n${screen.frame()}\n`).toMatchInlineSnapshot(`
		"
		9  ExtraView token form                          evmail@acme.com   Microsoft 365

		Advanced → Access Tokens for 3rd Party Email Services → Add a new email token
		needs you   not done yet

		  copied   Email Token Name        evmail@acme.com
		  copied   Email Token Type        Microsoft Azure
		  copied   Email Address           evmail@acme.com
		  copied   Tenant ID               3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50
		  copied   Client ID               7d0c5b1a-2e8f-4a64-9b3d-5f6a7b8c9d01
		  copied   Client Secret           kQ8Z~x… (40 characters)
		› next     Scope                   https://outlook.office.com/IMAP…   (85 chars)
		  ·        authorization server    https://login.microsoftonline.c…   (92 chars)
		  ·        Access Token URL        https://login.microsoftonline.c…   (88 chars)

		Field 7, Scope: required. One space between two scopes, no line break. ExtraView
		adds the permission for offline access itself, so it is left out.
		EWS.AccessAsUser.All, which ExtraView’s full list has, is left out too: Exchange
		Online is reported to switch EWS off in phases since October 2026, and IMAP,
		POP3 and SMTP need none of it.



		enter copy, next · y say entered · ↑↓ move · v show alone · ? help · esc back
		"
	`);
});

test('the hand-over sheet, and where it is saved', async () => {
	const {screen} = await openApp({...namedStates.registered, overlay: {type: 'hand-over'}});
	await press(screen, 's');
	expect(`\n${screen.frame()}\n`).toMatchInlineSnapshot(`
		"
		Hand-over sheet                                                  evmail@acme.com

		Hand-over sheet: OAuth2 mail of ExtraView at Microsoft 365

		For whoever administers the mail service. ExtraView needs an application
		registered there.
		With it, and after the mailbox evmail@acme.com has signed in once, ExtraView
		reads its mail by IMAP at outlook.office365.com:993 and sends its mail by SMTP
		at smtp.office365.com:587.
		No password is involved, and no secret stands in this sheet.

		1. Register the application (https://portal.azure.com/#home)
		   - Sign on to the portal with an account that may register applications
		       https://portal.azure.com/#home
		   - App registrations → New registration; give it a name
		       ExtraView mail
		   - Supported account types: this organizational directory only. A redirect URI
		     with a query is not accepted where personal accounts are
		… 99 more lines, PgDn

		› Save as               ~/hand-over-evmail@acme.com.txt
		A new file of this host. No secret is in the sheet.

		enter save · esc not now
		"
	`);
});

test('the instance and its redirect URI', async () => {
	const frame = await frameOf(atStep(namedStates.registered, 'instance'));
	expect(frame).toMatchInlineSnapshot(`
		"
		3  Instance, redirect URI                        evmail@acme.com   Microsoft 365

		ExtraView signs in by itself too, and names its own redirect URI, which has to
		be registered.
		done   as ExtraView shows it   23 Nov, 13:45

		  ExtraView base URL    https://track.acme.com/evj

		  1  ExtraView’s redirect URI, as it follows from that
		  https://track.acme.com/evj/OAuth2?p_action=getTokenReturn&p_opti…   (90 chars)
		     careful: It has a query: Microsoft takes that only from apps for accounts
		     in organizational directories, not from those open to personal accounts.
		     good to know: Upper and lower case count. Platform: Web.

		ExtraView shows its redirect URI under Advanced → Access Tokens for 3rd Party
		Email Services; its screen is the authority. Copy it there and paste it here:
		both are compared letter by letter.






		enter go on to 7 · c copy · e base URL · n no ExtraView · ? help · esc back
		"
	`);
});

test('the mount points that are missing, and where they go', async () => {
	expect(await frameOf(atStep(namedStates['mounts-missing'], 'web-server'))).toMatchInlineSnapshot(`
		"
		4  Web server passes it                          evmail@acme.com   Microsoft 365

		failed   The mount points are missing   23 Nov, 13:45

		  asked    https://track.acme.com/evj/OAuth2
		  answer   The web server answers 404 itself (HTTP 404, Apache/2.4.66 (Debian),
		           “404 Not Found”)
		  here     Apache 2.4.66, /etc/apache2/apache2.conf and 12 more files

		  stops it  track.acme.com (*:443)   /etc/apache2/sites-enabled/evj.conf:12
		            No JkMount takes /evj/OAuth2.
		  leads on  track.acme.com (*:80)   /etc/apache2/sites-enabled/evj.conf:1

		In /etc/apache2/sites-enabled/evj.conf, before line 31, these lines are missing:
		    JkMount /evj/OAuth2 tomcat1
		    JkMount /evj/OAuth2/* tomcat1







		enter write them · r again · h sheet · c copy them · ? help · esc back
		"
	`);
});

test('the web server passes it', async () => {
	expect(await frameOf(atStep(namedStates.registered, 'web-server'))).toMatchInlineSnapshot(`
		"
		4  Web server passes it                          evmail@acme.com   Microsoft 365

		done   Tomcat answers   23 Nov, 13:45

		  asked    https://track.acme.com/evj/OAuth2
		  answer   Tomcat answers (HTTP 200, Apache/2.4.66 (Debian))
		  here     Apache 2.4.66, /etc/apache2/apache2.conf and 12 more files

		  passes    track.acme.com (*:443)   /etc/apache2/sites-enabled/evj.conf:12
		            JkMount passes /evj/OAuth2 to the worker tomcat1.
		            /etc/apache2/sites-enabled/evj.conf:31: JkMount /evj/OAuth2 tomcat1
		  leads on  track.acme.com (*:80)   /etc/apache2/sites-enabled/evj.conf:1











		enter go on to 7 · r again · e settings · ? help · esc back
		"
	`);
});

test('the word before anything is written', async () => {
	expect(
		await frameOf({
			...atStep(namedStates['mounts-missing'], 'web-server'),
			overlay: {type: 'ask', action: 'apply-mounts', grant: 'evmail@acme.com'},
		}),
	).toMatchInlineSnapshot(`
		"
		Write the mount points                                           evmail@acme.com

		Into /etc/apache2/sites-enabled/evj.conf go the lines beneath. The old file is
		kept beside it. Then Apache tests its configuration, and when it refuses it, the
		old file is put back, byte for byte. Nothing is reloaded yet. Type apply to
		write them.

		JkMount /evj/OAuth2 tomcat1
		JkMount /evj/OAuth2/* tomcat1

		› Word












		enter write · esc keep as it is
		"
	`);
});

test('a pasted text: what changes, and what is asked', async () => {
	expect(await frameOf(atStep(namedStates['senders-failed'], 'evmail'))).toMatchInlineSnapshot(`
		"
		10  EVMail                                       evmail@acme.com   Microsoft 365

		needs you   1 value to carry over, 1 question   23 Nov, 13:45

		As it was pasted
		  MAILBOX_USER              support@acme.com
		                          → evmail@acme.com
		  4 other keys stay as they are

		MAIL_SERVER_HOST is on no known page of the manual. By its name it is probably
		the host of the mail server. Is it?
		  MAIL_SERVER_HOST          mail.acme.com
		  1  leave it as it is
		  2  the mailbox           evmail@acme.com
		  3  the Email Token Name  evmail@acme.com
		  4  the mail server       outlook.office365.com
		  5  its port              993
		  6  server and port       outlook.office365.com:993

		  ok       MAILBOX_USER equals EMAIL_FROM_ADDRESS.



		enter answer 4 · 1-6 answer · c copy · d difference · ? help · esc back
		"
	`);
});

test('what changes in a pasted text, secrets hidden', async () => {
	const frame = await frameOf({
		...atStep(namedStates['senders-failed'], 'evmail'),
		overlay: {type: 'properties', show: 'difference', task: 'evmail'},
	});
	expect(frame).toMatchInlineSnapshot(`
		"
		What changes in EVMail                                           evmail@acme.com

		--- now
		+++ new
		@@ -1,6 +1,6 @@
		 # EVMail of the support desk
		 MAILBOX_TYPE=IMAP
		-MAILBOX_USER=support@acme.com
		+MAILBOX_USER=evmail@acme.com
		 EVMAIL_BODY_UDF=DESCRIPTION
		 MAIL_SERVER_HOST=mail.acme.com
		 MAIL_PASSWORD=(hidden)











		home beginning · end end · esc close
		"
	`);
	expect(frame).not.toContain('hunter2');
});

test('a task before its text is there', async () => {
	expect(await frameOf(atStep(namedStates['senders-failed'], 'batchmail'))).toMatchInlineSnapshot(`
		"
		11  BatchMail                                    evmail@acme.com   Microsoft 365

		BatchMail sends the notifications, and its properties say through which server.
		needs you   not done yet

		In ExtraView’s Task Manager open BatchMail, copy all its properties, and paste
		them here. What is not right is shown before anything is used. m shows a
		template, e names a file instead.

		To be looked at in ExtraView
		  · Start Option: START_ON_BOOT is what the manual advises for BatchMail.
		  · BatchMail runs on one node only. In a cluster look at the Node ID of the
		    task.
		  · The file BatchMail.properties counts only where BatchMail runs by itself.
		    The task inside ExtraView has its properties in the Task Manager.
		  · EMAIL_NOTIFICATION has to be YES. While it is NO nothing is sent and no user
		    is warned.
		  · Poll Interval is in seconds, counted from the end of a run.
		  · START_NOW and STOP_NOW act at once only while TASK_CONTROL_TASK runs on that
		    node.
		  · The warning of ERROR_NOTIFICATION_WARNING is itself a mail: it does not come
		    while mail is stuck.

		enter checklist · y say done · e fields · m template · ? help · esc back
		"
	`);
});

test('From addresses, of which one is refused', async () => {
	expect(await frameOf(atStep(namedStates['senders-failed'], 'senders'))).toMatchInlineSnapshot(`
		"
		12  From addresses                               evmail@acme.com   Microsoft 365

		ExtraView sends as the addresses of its settings, and the provider takes only
		those that the mailbox may use.
		failed   1 of 3 may not be used   23 Nov, 13:45

		  fine       tracker@acme.com                  EMAIL_FROM_USER_ID
		  fine       evmail@acme.com                   EMAIL_ADMINISTRATOR_USER_ID, EMA…
		› refused    ada@acme.com                      * Current User *

		Refused: 554 5.2.252 SendAsDenied; evmail@acme.com not allowed to send as
		ada@acme.com
		  1  Let the mailbox send as this address. An Exchange admin runs:
		  2  Connect-ExchangeOnline -Organization 3f2a6c1e-9d4b-4f7a-8c55-6b1e2d3c4f50
		  3  Add-RecipientPermission -Identity ada@acme.com -Trustee evmail@acme.com
		     -AccessRights SendAs
		  4  When the address is an alias of the same mailbox, instead:
		  5  Set-OrganizationConfig -SendFromAliasEnabled $true
		  6  Or leave From at evmail@acme.com and put the address into the REPLY_TO
		     header: the MAIL rule has it beside FROM.



		enter try again · e addresses · ↑↓ move · 1-6 copy · ? help · esc back
		"
	`);
});

test('the fields of the From addresses', async () => {
	const state = atStep(namedStates.complete, 'senders');
	const drafts = {'evmail@acme.com/senders': {emailFromUserId: 'tracker@acme'}};
	expect(await frameOf({...state, drafts})).toMatchInlineSnapshot(`
		"
		12  From addresses                               evmail@acme.com   Microsoft 365

		ExtraView’s behavior settings, as they are there:

		› EMAIL_FROM_USER_ID           tracker@acme
		  EMAIL_ADMINISTRATOR_USER_ID  evmail@acme.com
		  AD_HOC_EMAIL_FROM_ADDRESS
		  EMAIL_FROM_ADDRESS           evmail@acme.com
		  * Current User *
		  Send the test to             evmail@acme.com










		"acme" lacks its ending. Enter the whole domain, such as example.com.


		enter save · tab next field · ctrl+g help · esc keep as it was
		"
	`);
});

test('a renewal that worked, and what ends', async () => {
	expect(await frameOf(atStep(namedStates.complete, 'alive'))).toMatchInlineSnapshot(`
		"
		15  Stays alive                                  evmail@acme.com   Microsoft 365

		Access tokens end within the hour; what renews them has to go on for years, with
		nobody at the browser.

		done   renewed, with nobody at the browser   23 Nov, 13:45

		Told by mail   nobody yet   n names who, for when a person is needed

		What ends, and when
		  2026-12-31  in 38 days   Passwords for SMTP AUTH
		  2027-02-21  in 89 days   Sign-in, when unused
		  2027-03-24  in 121 days  Certificate of login.microsoftonline.com:443
		  2027-04-01  in 129 days  Exchange Web Services
		  2027-06-25  in 214 days  Certificate of outlook.office365.com:993
		  2027-06-25  in 214 days  Certificate of smtp.office365.com:587
		  2028-11-23  in 731 days  Client Secret

		ExtraView renews its own tokens. For other programs a service keeps them fresh:
		mailgrant service shows it.



		enter checklist · r again · n who is told · ? help · esc back
		"
	`);
});

test('a renewal that failed, and a secret that ends soon', async () => {
	expect(await frameOf(atStep(namedStates['ending-soon'], 'alive'))).toMatchInlineSnapshot(`
		"
		15  Stays alive                                  evmail@acme.com   Microsoft 365

		The sign-in was revoked                                                  certain
		The password of the mailbox was changed, or an administrator ended its sessions.
		It said:   AADSTS50173: The provided grant has expired due to it being revoked.

		You can repair it
		  1  Sign in again.
		  →  Its place is step 8, Sign in.

		Told by mail   nobody yet   n names who, for when a person is needed

		What ends, and when
		  2026-12-05  in 12 days   Client Secret
		    Make a new one in the portal before, enter it here and in ExtraView’s token
		    form; the old one goes on until its day.
		  2026-12-31  in 38 days   Passwords for SMTP AUTH
		  2027-02-21  in 89 days   Sign-in, when unused
		  2027-03-24  in 121 days  Certificate of login.microsoftonline.com:443
		  2027-04-01  in 129 days  Exchange Web Services
		  2027-06-25  in 214 days  Certificate of outlook.office365.com:993
		  2027-06-25  in 214 days  Certificate of smtp.office365.com:587

		enter step 8 · r again · 1 copy · h sheet · n who is told · ? help · esc back
		"
	`);
});

const told = {
	settings: {to: ['admin@acme.com'], through: 'evmail@acme.com'},
	told: {},
	last: {at: now - 3_600_000, through: 'evmail@acme.com'},
};

test('who is told by mail, and the last mail', async () => {
	const state = {...atStep(namedStates.complete, 'alive'), notify: told};
	expect(await frameOf(state)).toMatchInlineSnapshot(`
		"
		15  Stays alive                                  evmail@acme.com   Microsoft 365

		Access tokens end within the hour; what renews them has to go on for years, with
		nobody at the browser.

		done   renewed, with nobody at the browser   23 Nov, 13:45

		Told by mail   admin@acme.com, through evmail@acme.com, else another grant that
		               works
		               last mail 23 Nov, 13:05, through evmail@acme.com

		What ends, and when
		  2026-12-31  in 38 days   Passwords for SMTP AUTH
		  2027-02-21  in 89 days   Sign-in, when unused
		  2027-03-24  in 121 days  Certificate of login.microsoftonline.com:443
		  2027-04-01  in 129 days  Exchange Web Services
		  2027-06-25  in 214 days  Certificate of outlook.office365.com:993
		  2027-06-25  in 214 days  Certificate of smtp.office365.com:587
		  2028-11-23  in 731 days  Client Secret

		ExtraView renews its own tokens. For other programs a service keeps them fresh:
		mailgrant service shows it.

		enter checklist · r again · n who is told · m test mail · ? help · esc back
		"
	`);
});

test('a mail that could not be sent is said in its place', async () => {
	const failure = {
		at: now - 60_000,
		retryAt: now,
		count: 1,
		tried: [{through: 'evmail@acme.com', why: 'SMTP sign-in is off for the mailbox'}],
	};
	const state = {...atStep(namedStates.complete, 'alive'), notify: {...told, failure}};
	expect(await frameOf(state)).toMatchInlineSnapshot(`
		"
		15  Stays alive                                  evmail@acme.com   Microsoft 365
		Access tokens end within the hour; what renews them has to go on for years, with
		nobody at the browser.

		done   renewed, with nobody at the browser   23 Nov, 13:45

		Told by mail   admin@acme.com, through evmail@acme.com, else another grant that
		               works
		               Not sent since 23 Nov, 14:04: evmail@acme.com: SMTP sign-in is
		               off for the mailbox

		What ends, and when
		  2026-12-31  in 38 days   Passwords for SMTP AUTH
		  2027-02-21  in 89 days   Sign-in, when unused
		  2027-03-24  in 121 days  Certificate of login.microsoftonline.com:443
		  2027-04-01  in 129 days  Exchange Web Services
		  2027-06-25  in 214 days  Certificate of outlook.office365.com:993
		  2027-06-25  in 214 days  Certificate of smtp.office365.com:587
		  2028-11-23  in 731 days  Client Secret

		ExtraView renews its own tokens. For other programs a service keeps them fresh:
		mailgrant service shows it.

		enter checklist · r again · n who is told · m test mail · ? help · esc back
		"
	`);
});

test('who is told is asked for in one field', async () => {
	const state: State = {
		...atStep(namedStates.complete, 'alive'),
		notify: told,
		overlay: {type: 'ask', action: 'name-told', grant: 'evmail@acme.com'},
	};
	expect(await frameOf(state)).toMatchInlineSnapshot(`
		"
		Who is told by mail                                              evmail@acme.com

		They get a mail when something needs a person: a sign-in that was revoked, a
		secret that ends within 30, 14 or 7 days. It goes through a grant that works,
		once for each thing, and it is the same for all grants here. Several addresses
		are parted by commas; without any nobody is told.

		› Mail to               admin@acme.com















		enter keep · esc keep as it is
		"
	`);
});

test('the checklist says what ends soon', async () => {
	expect(await frameOf(namedStates['ending-soon'])).toMatchInlineSnapshot(`
		"
		mailgrant   evmail@acme.com                        Microsoft 365   14 of 15 done

		  done       1  Provider and mailbox        IMAP in, SMTP out
		  done       2  Mail service from here      all answer, 3 of 3, slowest 104 ms
		  done       3  Instance, redirect URI      as ExtraView shows it
		  done       4  Web server passes it        Tomcat answers
		  done       5  Register the application    you said so, 23 Nov
		  done       6  Redirect URI                you said so, 23 Nov
		  done       7  IDs and secret              verified with the provider
		  done       8  Sign in                     evmail@acme.com, 2 scopes
		  done       9  ExtraView token form        you said so, 23 Nov
		  done       10 EVMail                      14 properties, as this grant wants …
		  done       11 BatchMail                   you said so, 23 Nov
		  done       12 From addresses              all 2 may be used
		  done       13 Test incoming, EVMail       1284 messages
		  done       14 Test outgoing, BatchMail    round trip in 4.2 s
		› failed     15 Stays alive                 The sign-in was revoked

		Client Secret ends in 12 days (2026-12-05).
		Access tokens end within the hour; what renews them has to go on for years, with
		nobody at the browser.
		Failed 23 Nov, 13:45: The sign-in was revoked.

		enter open 15 · ↑↓ move · r checks · h hand over · ? help · q leave · esc back
		"
	`);
});

test('the list of grants says what ends soon', async () => {
	const [record] = namedStates.complete.records;
	const grant = {...(record?.grant ?? expect.fail()), secretExpires: '2026-12-05'};
	const records = [{...(record ?? expect.fail()), grant}];
	const state: State = {...namedStates.complete, records, view: {at: 'grants'}};
	expect(await frameOf(state)).toMatchInlineSnapshot(`
		"
		mailgrant                                                                1 grant

		Each grant is one row of ExtraView’s Access Tokens for 3rd Party Email Services.

		› evmail@acme.com           Microsoft 365  15 of 15 done Client Secret in 12 da…


















		enter open · ↑↓ move · n new · c copy · r rename · d delete · ? help · q leave
		"
	`);
});
