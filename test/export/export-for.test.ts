import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {exportFor} from '../../source/export/export-for.js';
import type {Exported, ProgramId} from '../../source/export/program.js';
import {programIds} from '../../source/export/programs.js';
import type {Grant} from '../../source/grant.js';
import type {HandedKey} from '../../source/programs-port.js';
import {providers} from '../../source/providers/providers.js';

const grant: Grant = {
	name: "Ärger & Freude 'x'",
	provider: 'microsoft',
	mailbox: 'shared@example.com',
	account: 'member@example.com',
	incoming: 'imap',
	outgoing: 'smtp',
	callbackPort: 8765,
	flow: 'browser',
	caFile: '/etc/own "ca".pem',
};
const own = ['mailgrant', '--config', '/srv/mail grant'];
const ownAsRoot = ['runuser', '-u', 'evmail', '--', ...own];

const made = (id: ProgramId, differs: Partial<Grant> = {}, handedKey?: HandedKey) =>
	exportFor(id, {...grant, ...differs}, {providers, own, ownAsRoot, handedKey: () => handedKey});

function textFor(id: ProgramId, differs: Partial<Grant> = {}): Exported {
	const exported = made(id, differs);
	if ('unfit' in exported) throw new Error(exported.unfit);
	return exported;
}

describe('the text for', () => {
	test('msmtp', () => {
		expect(textFor('msmtp').text).toMatchInlineSnapshot(`
			"account Arger-Freude-x
			host smtp.office365.com
			port 587
			from shared@example.com
			auth xoauth2
			user member@example.com
			passwordeval mailgrant --config '/srv/mail grant' token 'Ärger & Freude '\\''x'\\'''
			tls on
			tls_starttls on
			tls_trust_file "/etc/own "ca".pem"
			account default : Arger-Freude-x
			"
		`);
	});

	test('mbsync', () => {
		expect(textFor('mbsync').text).toMatchInlineSnapshot(`
			"IMAPAccount Arger-Freude-x
			Host outlook.office365.com
			Port 993
			User "shared@example.com"
			PassCmd "mailgrant --config '/srv/mail grant' token 'Ärger & Freude '\\\\''x'\\\\'''"
			AuthMechs XOAUTH2
			SSLType IMAPS
			CertificateFile "/etc/own \\"ca\\".pem"

			IMAPStore Arger-Freude-x-far
			Account Arger-Freude-x

			MaildirStore Arger-Freude-x-near
			Path "~/Mail/Arger-Freude-x/"
			Inbox "~/Mail/Arger-Freude-x/INBOX"
			SubFolders Verbatim

			Channel Arger-Freude-x
			Far :Arger-Freude-x-far:
			Near :Arger-Freude-x-near:
			Patterns *
			Create Near
			Sync Pull
			SyncState *
			"
		`);
	});

	test('getmail', () => {
		expect(textFor('getmail').text).toMatchInlineSnapshot(`
			"[retriever]
			type = SimpleIMAPSSLRetriever
			server = outlook.office365.com
			port = 993
			username = shared@example.com
			use_xoauth2 = true
			password_command = ("mailgrant", "--config", "/srv/mail grant", "token", "Ärger & Freude 'x'")
			ca_certs = /etc/own "ca".pem

			[destination]
			type = Maildir
			path = ~/Mail/Arger-Freude-x/

			[options]
			read_all = false
			delete = false
			"
		`);
	});

	test('neomutt', () => {
		expect(textFor('neomutt', {name: 'a"b$c`d\\e'}).text).toMatchInlineSnapshot(`
			"set from = "shared@example.com"
			set imap_user = "shared@example.com"
			set folder = "imaps://outlook.office365.com:993/"
			set spool_file = "+INBOX"
			set imap_authenticators = "xoauth2:oauthbearer"
			set imap_oauth_refresh_command = "mailgrant --config '/srv/mail grant' token 'a\\"b\\$c\\\`d\\\\e'"
			set smtp_url = "smtp://member%40example.com@smtp.office365.com:587/"
			set smtp_authenticators = "xoauth2:oauthbearer"
			set smtp_oauth_refresh_command = "mailgrant --config '/srv/mail grant' token 'a\\"b\\$c\\\`d\\\\e'"
			set ssl_force_tls = yes
			set ssl_ca_certificates_file = "/etc/own \\"ca\\".pem"
			"
		`);
	});

	test('postfix', () => {
		expect(textFor('postfix').text).toMatchInlineSnapshot(`
			"#!/bin/sh
			# As root: the first run makes Postfix send all its mail with this grant.
			# Each further run brings Postfix a token that is still good.
			set -eu
			umask 077
			config=$(postconf -hx config_directory)
			map=$(postconf -hx default_database_type):$config/mailgrant
			# As whom Postfix runs msmtp.
			user=mailgrant
			token=$(runuser -u evmail -- mailgrant --config '/srv/mail grant' token 'Ärger & Freude '\\''x'\\''')

			# FILE GROUP MODE: what comes on standard input, whole or not at all, and root’s as Postfix wants it.
			put() {
				cat > "$1.new"
				chgrp "$2" "$1.new"
				chmod "$3" "$1.new"
				mv -f "$1.new" "$1"
			}

			# How it was set up; else by the plug-in sasl-xoauth2 where it is installed, and by msmtp where not.
			way=
			if [ "$(postconf -hx smtp_sasl_password_maps)" = "$map" ]; then way=plug-in; fi
			if [ "$(postconf -hx default_transport)" = mailgrant ]; then way=msmtp; fi
			is_new=
			if [ -z "$way" ]; then
				is_new=yes
				way=msmtp
				for directory in "\${SASL_PATH:-/usr/lib/sasl2}" /usr/lib64/sasl2 /usr/lib/*/sasl2; do
					if [ -e "$directory/libsasl-xoauth2.so" ]; then way=plug-in; fi
				done
				if [ "$way" = msmtp ]; then
					command -v msmtp > /dev/null || { echo 'Neither sasl-xoauth2 nor msmtp is installed.' >&2; exit 1; }
					id "$user" > /dev/null 2>&1 || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$user"
				fi
			fi

			if [ "$way" = msmtp ]; then
				printf '%s\\n' "$token" | put "$config/mailgrant.token" "$(id -g "$user")" 440
			else
				# Debian runs the client in a chroot, where the same path means another file.
				for root in "" "$(postconf -hx queue_directory)"; do
					(umask 022 && mkdir -p "$root$config")
					# mailgrant alone renews it.
					printf '{"access_token": "%s", "manage_token_externally": "true", "refresh_token": "", "token_endpoint": "none://mailgrant", "expiry": "%s"}\\n' \\
						"$token" "$(($(date +%s) + 300))" |
						put "$root$config/mailgrant.token" "$(id -g "$(postconf -hx mail_owner)")" 440
				done
			fi
			if [ -z "$is_new" ]; then exit 0; fi

			if [ "$way" = msmtp ]; then
				put "$config/mailgrant.msmtprc" root 644 << 'END'
			account Arger-Freude-x
			host smtp.office365.com
			port 587
			from shared@example.com
			auth xoauth2
			user member@example.com
			passwordeval cat "$MAILGRANT_TOKEN"
			tls on
			tls_starttls on
			tls_trust_file "/etc/own "ca".pem"
			account default : Arger-Freude-x
			END
				put "$config/mailgrant-send" root 755 << 'END'
			#!/bin/sh
			# Is run by Postfix: SENDER RECIPIENT, the message on standard input. What the server says of
			# these is final; all else, such as a refused token, Postfix tries again.
			export LC_ALL=C MAILGRANT_TOKEN="\${0%/*}/mailgrant.token"
			said=$(timeout 600 msmtp -C "\${0%/*}/mailgrant.msmtprc" -a Arger-Freude-x -f "$1" -- "$2" 2>&1) && exit 0
			final=
			case $said in
			*' not accepted by the server'* | *'the server did not accept the mail'*)
				final=$(printf '%s\\n' "$said" | sed -n 's/^msmtp: server message: \\(5[0-9][0-9]\\)[ -]/\\1 /p' | head -n 1) ;;
			esac
			case $final in
			'') final="4.0.0 $said" ;;
			5??' '5.[0-9]*.[0-9]*) final=\${final#* } ;;
			*) final="5.0.0 $final" ;;
			esac
			printf '%s\\n' "$final"
			exit 75
			END
				# A message for each recipient, so that each has an answer of its own; three at a time.
				postconf -Me 'mailgrant/unix = mailgrant unix - n n - 3 pipe flags=q null_sender= user='"$user"' argv='"$config"'/mailgrant-send \${sender} \${recipient}'
				postconf -e 'mailgrant_destination_recipient_limit = 1' 'default_transport = mailgrant'
				echo 'Set up with msmtp. Now: postfix reload' >&2
			else
				[ -e /etc/sasl-xoauth2.conf ] || echo '{"client_id": "", "client_secret": ""}' | put /etc/sasl-xoauth2.conf root 644
				# Not all types of tables can be changed in place.
				printf '%s %s:%s\\n' '[smtp.office365.com]:587' member@example.com "$config/mailgrant.token" |
					put "$config/mailgrant" root 600
				postmap "$map"
				ca='/etc/own "ca".pem'
				postconf -e "smtp_sasl_password_maps = $map" "smtp_tls_CAfile = $ca" \\
					'relayhost = [smtp.office365.com]:587' \\
					'smtp_sasl_auth_enable = yes' \\
					'smtp_sasl_security_options = noanonymous' \\
					'smtp_sasl_tls_security_options = noanonymous' \\
					'smtp_sasl_mechanism_filter = xoauth2' \\
					'smtp_tls_security_level = secure' \\
					'smtp_destination_concurrency_limit = 3'
				echo 'Set up with sasl-xoauth2. Now: postfix reload' >&2
			fi
			"
		`);
	});

	test('imapsync', () => {
		expect(textFor('imapsync').text).toMatchInlineSnapshot(`
			"#!/bin/sh
			# Copies from this mailbox. What it is given goes on to imapsync: --host2 HOST --user2 USER …
			set -eu
			umask 077
			token=$(mktemp)
			trap 'kill "$keeper" 2> /dev/null; rm -f "$token" "$token.new"' EXIT
			trap 'exit 130' INT
			trap 'exit 143' TERM
			keeper=
			renew() { mailgrant --config '/srv/mail grant' token 'Ärger & Freude '\\''x'\\''' > "$token.new" && mv -f "$token.new" "$token"; }
			renew
			# imapsync reads the file again where it has to connect anew.
			while sleep 240; do renew || :; done < /dev/null > /dev/null 2>&1 &
			keeper=$!
			imapsync \\
				--host1 outlook.office365.com \\
				--port1 993 \\
				--ssl1 \\
				--sslargs1 SSL_verify_mode=1 \\
				--sslargs1 'SSL_ca_file=/etc/own "ca".pem' \\
				--user1 shared@example.com \\
				--authmech1 XOAUTH2 \\
				--oauthaccesstoken1 "$token" "$@"
			"
		`);
	});

	test('a shell', () => {
		expect(textFor('env').text).toMatchInlineSnapshot(`
			"export MAIL_FROM=shared@example.com
			export IMAP_HOST=outlook.office365.com
			export IMAP_PORT=993
			export IMAP_SECURITY=tls
			export IMAP_USER=shared@example.com
			export SMTP_HOST=smtp.office365.com
			export SMTP_PORT=587
			export SMTP_SECURITY=starttls
			export SMTP_USER=member@example.com
			export MAIL_CA_FILE='/etc/own "ca".pem'
			MAIL_TOKEN=$(mailgrant --config '/srv/mail grant' token 'Ärger & Freude '\\''x'\\''')
			"
		`);
	});

	test('a program that reads JSON', () => {
		expect(JSON.parse(textFor('json').text)).toMatchInlineSnapshot(`
			{
			  "caFile": "/etc/own "ca".pem",
			  "grant": "Ärger & Freude 'x'",
			  "imap": {
			    "host": "outlook.office365.com",
			    "port": 993,
			    "security": "tls",
			    "user": "shared@example.com",
			  },
			  "mailbox": "shared@example.com",
			  "mechanisms": [
			    "XOAUTH2",
			    "OAUTHBEARER",
			  ],
			  "scopes": [
			    "https://outlook.office.com/IMAP.AccessAsUser.All",
			    "https://outlook.office.com/SMTP.Send",
			  ],
			  "smtp": {
			    "host": "smtp.office365.com",
			    "port": 587,
			    "security": "starttls",
			    "user": "member@example.com",
			  },
			  "tokenCommand": [
			    "mailgrant",
			    "--config",
			    "/srv/mail grant",
			    "token",
			    "Ärger & Freude 'x'",
			  ],
			}
		`);
	});
});

test('the shared mailbox is read, its member signs in for sending', () => {
	expect(textFor('msmtp').text).toMatch(/^from shared@.*\nauth xoauth2\nuser member@/m);
	expect(textFor('mbsync').text).toContain('User "shared@example.com"');
	expect(textFor('getmail').text).toContain('username = shared@example.com');
	const both = textFor('neomutt').text;
	expect(both).toContain('set imap_user = "shared@example.com"');
	expect(both).toContain('smtp://member%40example.com@smtp.office365.com:587/');
});

test('POP3, TLS from the first byte and STARTTLS are told apart', () => {
	const google = {provider: 'google', account: undefined} as const;
	expect(textFor('msmtp', google).text).toContain('port 465');
	expect(textFor('msmtp', google).text).toContain('tls_starttls off');
	expect(textFor('msmtp').text).toContain('tls_starttls on');
	expect(textFor('postfix', google).text).toContain('smtp_tls_wrappermode = yes');
	expect(textFor('postfix').text).not.toContain('wrappermode');
	expect(textFor('mbsync', {imapSecurity: 'starttls'}).text).toMatch(/Port 143\n[\s\S]*STARTTLS/);
	const pop3 = textFor('getmail', {incoming: 'pop3'});
	expect(pop3.text).toMatch(/SimplePOP3SSLRetriever\n.*office365.com\nport = 995/);
	expect(pop3.notes.join()).toContain('6.18.11) does not');
	expect(textFor('neomutt', {incoming: 'pop3'}).text).toContain(
		'pops://shared%40example.com@outlook.office365.com:995/',
	);
	expect(textFor('imapsync', {imapSecurity: 'starttls'}).text).toContain('--tls1');
});

test.each<[ProgramId, Partial<Grant>, RegExp]>([
	['fetchmail', {}, /6\.4/],
	['msmtp', {outgoing: 'none'}, /sends no mail/],
	['postfix', {outgoing: 'none'}, /sends no mail/],
	['mbsync', {incoming: 'pop3'}, /by IMAP/],
	['imapsync', {incoming: 'none'}, /by IMAP/],
	['getmail', {incoming: 'none'}, /reads no mail/],
	['getmail', {imapSecurity: 'starttls'}, /no STARTTLS/],
])('%s says why it is of no use: %j', (id, differs, words) => {
	expect(made(id, differs)).toEqual({
		unfit: expect.stringMatching(words),
		nextSteps: expect.any(Array),
	});
});

test('a shell takes the command apart into the same words, whatever the name', () => {
	for (const name of [grant.name, '-x', '$(id) `id` "\\', "'", '#;|&<>*?~', '%s %d']) {
		const {text} = textFor('env', {name, caFile: undefined});
		const [, command = ''] = /^MAIL_TOKEN=\$\((.*)\)$/m.exec(text) ?? [];
		const script = `mailgrant() { printf '%s\\0' "$@"; }\n${command}`;
		const words = execFileSync('sh', ['-c', script], {encoding: 'utf8'}).split('\0').slice(0, -1);
		expect(words.slice(0, 3)).toEqual(['--config', '/srv/mail grant', 'token']);
		expect(words.at(-1)).toBe(name);
	}
});

test('scripts are taken by a shell, and no name leaves its place', () => {
	for (const id of ['postfix', 'imapsync', 'env'] as const) {
		for (const name of [grant.name, "'; false; '", '$(false)\\']) {
			expect(() =>
				execFileSync('sh', ['-n'], {input: textFor(id, {name}).text, stdio: 'pipe'}),
			).not.toThrow();
		}
	}
});

test('names of accounts are plain words', () => {
	const account = (name: string) => /^account (\S*)$/m.exec(textFor('msmtp', {name}).text)?.[1];
	expect(['Ärger & Freude', '  日本', '..', '-a b-', 'evmail@example.com'].map(account)).toEqual([
		'Arger-Freude',
		'mail',
		'mail',
		'a-b',
		'evmail@example.com',
	]);
});

test('every text but that of fetchmail names the command for the token, and a proxy is told of', () => {
	for (const id of programIds.filter(one => one !== 'fetchmail')) {
		const {text, notes} = textFor(id, {proxy: 'http://proxy:3128'});
		expect(text).toMatch(/mailgrant.*|"token"/);
		expect(text).toContain('token');
		expect(notes.at(-1)).toContain('proxy');
		expect(textFor(id, {proxy: 'none'}).notes.join()).not.toContain('proxy');
	}
});

test('where the key of the secrets is handed over, a program that can’t hand it over is told of', () => {
	const notes = (handedKey?: HandedKey) => {
		const exported = made('msmtp', {}, handedKey);
		return 'unfit' in exported ? '' : exported.notes.join('\n');
	};
	expect(notes('passphrase')).toMatch(
		/nobody types it[\s\S]*rekey --new[\s\S]*mailgrant-passphrase/,
	);
	expect(notes('credential')).toMatch(/started otherwise[\s\S]*LoadCredential=mailgrant-key/);
	expect(notes()).not.toMatch(/passphrase|credential/);
});
