import {expect, test} from 'vitest';
import {commands} from '../../source/commands/commands.js';
import {commandHelp, programHelp} from '../../source/commands/help.js';

test('the help of the program', () => {
	expect(programHelp()).toMatchInlineSnapshot(`
		"Gets mail programs their OAuth2 tokens, step by step, from the host of the mail.

		Usage
		  mailgrant [COMMAND] [OPTIONS]

		Commands
		  (none)                 Opens the full-screen checklist.
		  add NAME               Adds a grant: a mailbox and the way to its tokens.
		  certificate NAME       Shows, makes or imports the certificate of an app-only
		                         grant.
		  service-account NAME   Keeps the key of a Google service account, for an
		                         app-only grant.
		  list                   Lists the grants and how far each has come.
		  status [NAME]          Shows every step of a grant, or of all, as it was last
		                         found.
		  check [NAME]           Checks hosts, certificates, IDs and secret; needs no
		                         sign-in.
		  sign-in NAME           Signs the mailbox in, by browser, pasted address or
		                         device code.
		  test [NAME…|--all]     Opens the mailbox and sends a real message, with the
		                         token.
		  token NAME             Prints a valid access token and nothing else.
		  refresh [NAME…|--all]  Renews the access tokens that are about to end, once or
		                         for good.
		  notify                 Names who gets a mail when something needs a person,
		                         and tests it.
		  service                Prints, installs or removes the units that run refresh
		                         --watch.
		  export NAME            Writes the configuration that makes another program use
		                         a grant.
		  mounts [NAME]          Says whether this host’s Apache passes ExtraView’s
		                         redirect URI to Tomcat.
		  probe NAME             Asks for ExtraView’s redirect URI and says who answers.
		  values NAME            Shows what to type into ExtraView’s form for a token,
		                         field by field.
		  handoff NAME           Writes the sheet for whoever administers the mail
		                         service.
		  properties NAME        Checks the properties of EVMail or BatchMail and
		                         proposes values.
		  senders NAME           Sends a message from each From address and says which
		                         may be used.
		  say NAME STEP          Keeps your word that a step is done which can’t be
		                         proved from here.
		  explain [TEXT…]        Says what a failure means: of a message, an address or
		                         a whole log.
		  edit NAME              Changes fields of a grant and says which proofs no
		                         longer hold.
		  copy FROM TO           Adds a grant with the settings of another, without its
		                         secrets.
		  rename FROM TO         Gives a grant another name; secrets and proofs go with
		                         it.
		  store ACTION           Makes, moves and shows the store, which several hosts
		                         can share.
		  audit [NAME]           Shows who used which secret, when and for what.
		  rekey                  Encrypts the secrets with another key.
		  backup FILE            Writes all grants and secrets into one encrypted file.
		  restore FILE           Brings back what such a file holds, all or nothing.
		  remove NAME            Removes a grant and its secrets from this host.
		  practice               Opens the screens against practice servers on this
		                         machine.
		  report [FILE]          Writes what helps others to see what is wrong here,
		                         without secrets.
		  completion SHELL       Prints what lets a shell complete commands, options and
		                         grant names.
		  man                    Prints the manual page: mailgrant man | man -l -
		  help COMMAND           Shows how a command is used, with all its options.

		Options
		  --plain            The checklist, or practice, as questions and answers, line
		                     by line.
		  --screen-reader    The checklist, or practice, whole and in the order of
		                     reading, as with INK_SCREEN_READER=true.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Exit code 0: fine. 1: something failed. 2: wrong usage. 3: no token until a
		person does something (token, refresh)."
	`);
});

test('the help of every command', () => {
	expect(commands.map(commandHelp).join('\n\n')).toMatchInlineSnapshot(`
		"Adds a grant: a mailbox and the way to its tokens.
		The client secret is asked for on a terminal, without echo; it is never an
		argument.
		All that is wrong is said at once, and nothing is kept then.

		Usage
		  mailgrant add NAME --provider ID --mailbox ADDRESS [OPTIONS]

		Options
		  --provider microsoft|google|custom
		                            Who holds the mailbox.
		  --mailbox ADDRESS         The mailbox that signs in. Not the address of an
		                            ExtraView user.
		  --incoming imap|pop3|none
		                            How EVMail reads the mailbox.
		  --outgoing smtp|none      How BatchMail sends.
		  --callback-port N         Port on this host where the browser comes back to;
		                            part of the redirect URI.
		  --flow browser|device|app-only
		                            A browser that comes back, a code typed on any
		                            device, or app-only: nobody signs in.
		  --tenant ID               Directory (tenant) ID, on the Overview page of the
		                            app.
		  --client-id ID            Application (client) ID, on the Overview page of the
		                            app.
		  --secret-expires DATE     The day in the Expires column beside the secret;
		                            mailgrant reminds you before.
		  --testing yes|no          Google: yes for an app that is External and in
		                            Testing, whose sign-ins end after 7 days.
		  --extraview-url URL       As users type it, with the instance:
		                            https://track.example.com/evj
		  --extraview yes|no        no leaves the steps out that make ExtraView use this
		                            grant; yes when empty.
		  --apache-config FILE      The file that Apache begins with; found by itself
		                            when left out.
		  --worker NAME             The mod_jk worker of this Tomcat, where several
		                            could be meant.
		  --evmail-file FILE        File with the properties of EVMail, where they are
		                            kept in one.
		  --batchmail-file FILE     File with the properties of BatchMail, such as
		                            BatchMail.properties.
		  --spool DIR               The directory that BatchMail empties:
		                            EMAIL_DIRECTORY, or MAILBOX in
		                            Configuration.properties.
		  --log PATH                BatchMail’s log, or its directory, such as
		                            WEB-INF/BatchMail/logs.
		  --email-from-user-id ADDRESS
		                            Default sender of the MAIL business rule, and its
		                            Reply-To.
		  --email-administrator-user-id ADDRESS
		                            The administrator’s address.
		  --ad-hoc-email-from-address ADDRESS
		                            One of the three key From addresses.
		  --email-from-address ADDRESS
		                            Has to be MAILBOX_USER of EVMail, so that replies
		                            come back.
		  --other-from-addresses ADDRESS,…
		                            Whoever causes the mail, so any user’s own address:
		                            some to try, parted by commas.
		  --to ADDRESS              Who gets the test message; the mailbox itself when
		                            empty.
		  --account ADDRESS         For a shared mailbox: the account that may open it
		                            and signs in. Else empty.
		  --cloud global|gcc-high|dod|china
		                            Microsoft only: its hosts, scopes and portal;
		                            global, which GCC belongs to, when left out.
		  --scope "…"               Scopes to ask for, separated by one space.
		  --authorize-url URL       Where the browser signs in.
		  --token-url URL           Where codes and refresh tokens become access tokens.
		  --device-url URL          Where a device code is asked for (RFC 8628).
		  --metadata-url URL        The OpenID or OAuth metadata document.
		  --imap HOST:PORT          Host and port for incoming mail by IMAP.
		  --imap-security tls|starttls
		                            TLS from the first byte, or STARTTLS.
		  --pop3 HOST:PORT          Host and port for incoming mail by POP3.
		  --pop3-security tls|starttls
		                            TLS from the first byte, or STARTTLS.
		  --smtp HOST:PORT          Host and port for outgoing mail.
		  --smtp-security tls|starttls
		                            TLS from the first byte, or STARTTLS.
		  --ca-file FILE            PEM file with certificates to trust beside the usual
		                            ones.
		  --proxy URL               http://, https:// or socks5:// URL; none for no
		                            proxy. Empty: as the environment says.
		  --client-secret-stdin     Reads the client secret from standard input.
		  --json                    Prints JSON, and nothing else, on standard output.
		  --config DIR              Directory of settings and secrets, else
		                            MAILGRANT_CONFIG, else ~/.config/mailgrant.
		  --store STORE             local, or postgres://USER@HOST/DATABASE; else
		                            MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N         Reads the passphrase of the secrets from descriptor
		                            N, where they have one.
		  --timeout SECONDS         Deadline of each wait; 10 when left out.
		  --help                    Shows how the program, or a command, is used.
		  --version                 Shows the version.

		Shows, makes or imports the certificate of an app-only grant.
		For Microsoft. The private key stays in the encrypted store and is never
		printed.
		Without --make and --import: shows what is there.

		Usage
		  mailgrant certificate NAME [OPTIONS]

		Options
		  --make             Makes a key of 3,072 bits and a certificate for it.
		  --days N           How long it lasts; 365 when left out.
		  --import FILE      Takes certificate and key from a PEM file.
		  --key FILE         With --import: the key, where it is in its own.
		  --replace          Puts it in the place of the one that is there.
		  --out FILE         Writes the certificate into a new file.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Keeps the key of a Google service account, for an app-only grant.
		Shows the Unique ID and the scope that domain-wide delegation is given; without
		FILE of the key that is there.

		Usage
		  mailgrant service-account NAME --stdin|FILE [OPTIONS]

		Options
		  --stdin            Reads the JSON from standard input.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Lists the grants and how far each has come.

		Usage
		  mailgrant list [OPTIONS]

		Options
		  --names            Prints the names alone, one a line.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Shows every step of a grant, or of all, as it was last found.
		Asks nobody. Exit code 1 when a step has failed.
		Also what ends and when: secrets, certificates, sign-ins.

		Usage
		  mailgrant status [NAME] [OPTIONS]

		Options
		  --monitor          One line as Nagios plug-ins print it; exit code 0, 1 from
		                     30 days before an end, 2 from 7 days, when a step has
		                     failed or a renewal needs a person, 3 without a grant.
		  --prometheus FILE  Writes FILE, ending in .prom, for a textfile collector.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Checks hosts, certificates, IDs and secret; needs no sign-in.

		Usage
		  mailgrant check [NAME] [OPTIONS]

		Options
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Signs the mailbox in, by browser, pasted address or device code.
		Of an app-only grant nobody signs in: it gets a token at once.
		Prints the address to open, and waits for the browser to come back. The address
		on which it ended can be pasted as a line; whichever comes first counts.

		Usage
		  mailgrant sign-in NAME [OPTIONS]

		Options
		  --flow browser|device  What it starts with, whatever the grant says; device
		                         also prints a code.
		  --json                 Prints JSON, and nothing else, on standard output.
		  --config DIR           Directory of settings and secrets, else
		                         MAILGRANT_CONFIG, else ~/.config/mailgrant.
		  --store STORE          local, or postgres://USER@HOST/DATABASE; else
		                         MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N      Reads the passphrase of the secrets from descriptor N,
		                         where they have one.
		  --timeout SECONDS      Deadline of each wait; 10 when left out.
		  --help                 Shows how the program, or a command, is used.
		  --version              Shows the version.

		Opens the mailbox and sends a real message, with the token.
		Without --incoming and --outgoing: both, as far as the grant has them.

		Usage
		  mailgrant test [NAME…|--all] [OPTIONS]

		Options
		  --all              Tests every grant.
		  --incoming         Opens the mailbox.
		  --outgoing         Sends a message.
		  --round-trip       Sends a message and waits until it is in the mailbox.
		  --to ADDRESS       Who gets the test message; the mailbox itself when empty.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Prints a valid access token and nothing else.
		It is refreshed first when it is about to end; of an app-only grant it is asked
		for again.
		Exit code 1 when there is none for a time, 3 when there is none until a person
		does something, such as signing in again.

		Usage
		  mailgrant token NAME [OPTIONS]

		Options
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Renews the access tokens that are about to end, once or for good.
		Without NAME: those of all grants. Exit code as of token; the worst of all
		counts.
		With --watch it runs until SIGTERM and keeps each token in a file that only its
		owner may read. The file is named like the grant, with % and two digits for each
		byte that is no letter, digit or one of @ . _ + -. SIGHUP reads the grants
		again.

		Usage
		  mailgrant refresh [NAME…|--all] [OPTIONS]

		Options
		  --all                     All grants, as without a name.
		  --force                   Renews what is not due too, whatever failed before;
		                            step 15 of the checklist keeps what came of it.
		  --quiet                   Prints nothing but what fails for the first time;
		                            for cron.
		  --watch                   Keeps every grant fresh until a signal ends it.
		  --token-dir DIR           Where --watch keeps the tokens; else
		                            RUNTIME_DIRECTORY, else mailgrant below
		                            XDG_RUNTIME_DIR.
		  --token-owner USER[:GROUP]
		                            Whose the token files are. A group may read them.
		  --exec COMMAND            Run by sh after each renewal, with MAILGRANT_GRANT
		                            and MAILGRANT_TOKEN_FILE.
		  --log text|json           How --watch tells what happens, a line each.
		  --json                    Prints JSON, and nothing else, on standard output.
		  --config DIR              Directory of settings and secrets, else
		                            MAILGRANT_CONFIG, else ~/.config/mailgrant.
		  --store STORE             local, or postgres://USER@HOST/DATABASE; else
		                            MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N         Reads the passphrase of the secrets from descriptor
		                            N, where they have one.
		  --timeout SECONDS         Deadline of each wait; 10 when left out.
		  --help                    Shows how the program, or a command, is used.
		  --version                 Shows the version.

		Names who gets a mail when something needs a person, and tests it.
		A renewal that only a person can repair, and what ends in 30, 14 and 7 days and
		then has ended; each once, and once more when it is right again.
		The mail goes through a grant that works and sends by SMTP. refresh --watch
		sends it, and so does refresh from cron.
		Without options: shows who is told and what was told. An empty value takes a
		setting back.

		Usage
		  mailgrant notify --to ADDRESS [OPTIONS]

		Options
		  --to ADDRESS       Who is told; may be repeated.
		  --through GRANT    The grant that is tried before all others.
		  --relay HOST:PORT  Takes the mail when no grant works, without a sign-in, such
		                     as localhost:25.
		  --from ADDRESS     Sender of what goes by the relay.
		  --test             Sends a real message now, and says through which grant.
		  --off              Nobody is told any more.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Prints, installs or removes the units that run refresh --watch.
		Without --install, --remove and --run it prints what would be written, and
		changes nothing. The service has a user of its own; its settings and secrets are
		in /var/lib/mailgrant, its token files in /run/mailgrant, where its group may
		read them.
		With --config, a directory is used where it is, by its owner. For hosts without
		systemd: --cron.

		Usage
		  mailgrant service [--install|--remove|--run …] [OPTIONS]

		Options
		  --install          Writes the units, makes user and key, starts the service.
		                     For root.
		  --remove           Ends the service and removes its units. Settings and
		                     secrets stay.
		  --run              Runs mailgrant with what follows as the service, with its
		                     key: --run -- sign-in NAME
		  --dry-run          Only prints, whatever else is said.
		  --force            Also replaces or removes what was edited by hand, and keeps
		                     a copy.
		  --cron             A table for cron instead of units; the directory stays
		                     where it is.
		  --from DIR         With --install: moves these settings and secrets to the
		                     service.
		  --readers GROUP    The group that may read the token files.
		  --user USER        Who runs it; mailgrant when left out.
		  --group GROUP      Its group; mailgrant, or that of the user.
		  --key-file FILE    What systemd hands out as the key; /etc/mailgrant/key when
		                     left out. One that ends in .cred was made by systemd-creds
		                     encrypt.
		  --exec COMMAND     As of refresh --watch.
		  --log text|json    As of refresh --watch.
		  --prometheus FILE  Adds a timer that writes FILE every five minutes, as status
		                     --prometheus does.
		  --root DIR         Takes DIR for the root directory, as packagers do; nothing
		                     is started.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Writes the configuration that makes another program use a grant.
		PROGRAM is msmtp, mbsync, getmail, fetchmail, neomutt, postfix, imapsync, env or
		json.
		No token is in it: the program asks for one with mailgrant token. What has to be
		known beside it is told on standard error.

		Usage
		  mailgrant export NAME --for PROGRAM [OPTIONS]

		Options
		  --for PROGRAM      Which program it is for.
		  --verify           Runs the program with it, in a private directory: it signs
		                     in, and msmtp and neomutt send a message.
		  --out FILE         Writes it into a new file that only you can read.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Says whether this host’s Apache passes ExtraView’s redirect URI to Tomcat.
		Reads the configuration with all its includes, and changes nothing without
		--apply.
		Without NAME: for the base URLs of all grants.

		Usage
		  mailgrant mounts [NAME] [OPTIONS]

		Options
		  --apache-config FILE  The file that Apache begins with; found by itself when
		                        left out.
		  --extraview-url URL   As users type it, with the instance:
		                        https://track.example.com/evj
		  --worker NAME         The mod_jk worker of this Tomcat, where several could be
		                        meant.
		  --apply               Writes the missing lines, after a typed word, with a
		                        backup and a test.
		  --yes                 Asks nothing before it writes; for scripts.
		  --reload              Lets Apache reload after the lines were written.
		  --json                Prints JSON, and nothing else, on standard output.
		  --config DIR          Directory of settings and secrets, else
		                        MAILGRANT_CONFIG, else ~/.config/mailgrant.
		  --store STORE         local, or postgres://USER@HOST/DATABASE; else
		                        MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N     Reads the passphrase of the secrets from descriptor N,
		                        where they have one.
		  --timeout SECONDS     Deadline of each wait; 10 when left out.
		  --help                Shows how the program, or a command, is used.
		  --version             Shows the version.

		Asks for ExtraView’s redirect URI and says who answers.

		Usage
		  mailgrant probe NAME [OPTIONS]

		Options
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Shows what to type into ExtraView’s form for a token, field by field.
		The client secret is never printed; --copy 6 copies it.

		Usage
		  mailgrant values NAME [OPTIONS]

		Options
		  --copy N           Copies field N, 1 to 9, instead.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Writes the sheet for whoever administers the mail service.
		What to register, allow, switch on and send back; no secret is in it.
		Without --from the From addresses of the grant are in it.

		Usage
		  mailgrant handoff NAME [OPTIONS]

		Options
		  --from ADDRESS     A From address, or SETTING=ADDRESS with the name of
		                     ExtraView’s setting; may be repeated.
		  --copy             Copies the sheet instead of printing it.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Checks the properties of EVMail or BatchMail and proposes values.
		Reads FILE, or standard input without it. Nothing is changed without --write.
		Only keys that the manual shows, and keys that were answered for, are changed.

		Usage
		  mailgrant properties NAME --task evmail|batchmail [FILE] [OPTIONS]

		Options
		  --task evmail|batchmail   Whose properties they are.
		  --write                   Writes FILE, and keeps the old one beside it.
		  --copy                    Copies the new text, to be pasted into the task
		                            editor.
		  --answer KEY=MEANING,…    Says what a key is: keep, mailbox, token-name, host,
		                            port or host-and-port. It is remembered for the
		                            instance.
		  --email-from-address ADDRESS
		                            Has to be MAILBOX_USER of EVMail, so that replies
		                            come back.
		  --spool DIR               The directory that BatchMail empties:
		                            EMAIL_DIRECTORY, or MAILBOX in
		                            Configuration.properties.
		  --log PATH                BatchMail’s log, or its directory, such as
		                            WEB-INF/BatchMail/logs.
		  --template                Prints a template, for want of the task’s own text.
		  --json                    Prints JSON, and nothing else, on standard output.
		  --config DIR              Directory of settings and secrets, else
		                            MAILGRANT_CONFIG, else ~/.config/mailgrant.
		  --store STORE             local, or postgres://USER@HOST/DATABASE; else
		                            MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N         Reads the passphrase of the secrets from descriptor
		                            N, where they have one.
		  --timeout SECONDS         Deadline of each wait; 10 when left out.
		  --help                    Shows how the program, or a command, is used.
		  --version                 Shows the version.

		Sends a message from each From address and says which may be used.
		Sent to the mailbox itself, the delivered messages are looked at too.
		Without --from the address of the mailbox is tried.

		Usage
		  mailgrant senders NAME --to ADDRESS [--from ADDRESS…] [OPTIONS]

		Options
		  --from ADDRESS     A From address, or SETTING=ADDRESS with the name of
		                     ExtraView’s setting; may be repeated.
		  --to ADDRESS       Who gets the messages.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Keeps your word that a step is done which can’t be proved from here.
		STEP is instance, web-server, register, redirect, token-form, evmail, batchmail
		or senders; web-server wants a reason.

		Usage
		  mailgrant say NAME STEP [OPTIONS]

		Options
		  --reason TEXT      Stands beside the step in the checklist.
		  --undo             Takes it back.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Says what a failure means: of a message, an address or a whole log.
		Reads TEXT, or standard input without it: mailgrant explain < FILE. Of a log
		each failure is told once. Asks nobody; exit code 1 when nothing is found.
		TEXT that begins with a hyphen goes behind two: mailgrant explain -- "-ERR …"

		Usage
		  mailgrant explain [TEXT…] [OPTIONS]

		Options
		  --provider microsoft|google|custom
		                            Who speaks, where the words do not give it away.
		  --json                    Prints JSON, and nothing else, on standard output.
		  --config DIR              Directory of settings and secrets, else
		                            MAILGRANT_CONFIG, else ~/.config/mailgrant.
		  --store STORE             local, or postgres://USER@HOST/DATABASE; else
		                            MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N         Reads the passphrase of the secrets from descriptor
		                            N, where they have one.
		  --timeout SECONDS         Deadline of each wait; 10 when left out.
		  --help                    Shows how the program, or a command, is used.
		  --version                 Shows the version.

		Changes fields of a grant and says which proofs no longer hold.
		With --client-secret-stdin a terminal asks for the client secret, without echo.
		An empty value removes a field, or gives it what a new grant has: --tenant ""
		All that is wrong is said at once, and nothing is changed then.

		Usage
		  mailgrant edit NAME --FIELD VALUE… [OPTIONS]

		Options
		  --provider microsoft|google|custom
		                            Who holds the mailbox.
		  --mailbox ADDRESS         The mailbox that signs in. Not the address of an
		                            ExtraView user.
		  --incoming imap|pop3|none
		                            How EVMail reads the mailbox.
		  --outgoing smtp|none      How BatchMail sends.
		  --callback-port N         Port on this host where the browser comes back to;
		                            part of the redirect URI.
		  --flow browser|device|app-only
		                            A browser that comes back, a code typed on any
		                            device, or app-only: nobody signs in.
		  --tenant ID               Directory (tenant) ID, on the Overview page of the
		                            app.
		  --client-id ID            Application (client) ID, on the Overview page of the
		                            app.
		  --secret-expires DATE     The day in the Expires column beside the secret;
		                            mailgrant reminds you before.
		  --testing yes|no          Google: yes for an app that is External and in
		                            Testing, whose sign-ins end after 7 days.
		  --extraview-url URL       As users type it, with the instance:
		                            https://track.example.com/evj
		  --extraview yes|no        no leaves the steps out that make ExtraView use this
		                            grant; yes when empty.
		  --apache-config FILE      The file that Apache begins with; found by itself
		                            when left out.
		  --worker NAME             The mod_jk worker of this Tomcat, where several
		                            could be meant.
		  --evmail-file FILE        File with the properties of EVMail, where they are
		                            kept in one.
		  --batchmail-file FILE     File with the properties of BatchMail, such as
		                            BatchMail.properties.
		  --spool DIR               The directory that BatchMail empties:
		                            EMAIL_DIRECTORY, or MAILBOX in
		                            Configuration.properties.
		  --log PATH                BatchMail’s log, or its directory, such as
		                            WEB-INF/BatchMail/logs.
		  --email-from-user-id ADDRESS
		                            Default sender of the MAIL business rule, and its
		                            Reply-To.
		  --email-administrator-user-id ADDRESS
		                            The administrator’s address.
		  --ad-hoc-email-from-address ADDRESS
		                            One of the three key From addresses.
		  --email-from-address ADDRESS
		                            Has to be MAILBOX_USER of EVMail, so that replies
		                            come back.
		  --other-from-addresses ADDRESS,…
		                            Whoever causes the mail, so any user’s own address:
		                            some to try, parted by commas.
		  --to ADDRESS              Who gets the test message; the mailbox itself when
		                            empty.
		  --account ADDRESS         For a shared mailbox: the account that may open it
		                            and signs in. Else empty.
		  --cloud global|gcc-high|dod|china
		                            Microsoft only: its hosts, scopes and portal;
		                            global, which GCC belongs to, when left out.
		  --scope "…"               Scopes to ask for, separated by one space.
		  --authorize-url URL       Where the browser signs in.
		  --token-url URL           Where codes and refresh tokens become access tokens.
		  --device-url URL          Where a device code is asked for (RFC 8628).
		  --metadata-url URL        The OpenID or OAuth metadata document.
		  --imap HOST:PORT          Host and port for incoming mail by IMAP.
		  --imap-security tls|starttls
		                            TLS from the first byte, or STARTTLS.
		  --pop3 HOST:PORT          Host and port for incoming mail by POP3.
		  --pop3-security tls|starttls
		                            TLS from the first byte, or STARTTLS.
		  --smtp HOST:PORT          Host and port for outgoing mail.
		  --smtp-security tls|starttls
		                            TLS from the first byte, or STARTTLS.
		  --ca-file FILE            PEM file with certificates to trust beside the usual
		                            ones.
		  --proxy URL               http://, https:// or socks5:// URL; none for no
		                            proxy. Empty: as the environment says.
		  --client-secret-stdin     Reads the client secret from standard input.
		  --json                    Prints JSON, and nothing else, on standard output.
		  --config DIR              Directory of settings and secrets, else
		                            MAILGRANT_CONFIG, else ~/.config/mailgrant.
		  --store STORE             local, or postgres://USER@HOST/DATABASE; else
		                            MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N         Reads the passphrase of the secrets from descriptor
		                            N, where they have one.
		  --timeout SECONDS         Deadline of each wait; 10 when left out.
		  --help                    Shows how the program, or a command, is used.
		  --version                 Shows the version.

		Adds a grant with the settings of another, without its secrets.
		Tokens and proofs are not copied either; the callback port is one that no grant
		has yet.

		Usage
		  mailgrant copy FROM TO [OPTIONS]

		Options
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Gives a grant another name; secrets and proofs go with it.
		ExtraView and its tasks keep the old name until it is changed there too.

		Usage
		  mailgrant rename FROM TO [OPTIONS]

		Options
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Makes, moves and shows the store, which several hosts can share.
		status: where the store is and who uses it. migrate: makes or updates the schema
		in PostgreSQL. roles: the SQL that its DBA runs once.
		copy: all grants and secrets from one store to another, encrypted with that
		one’s key; all or nothing. use STORE: keeps which store is used when nobody
		names one.
		No password stands in an address: ~/.pgpass, the systemd credential
		mailgrant-store-password, or a certificate of the client.

		Usage
		  mailgrant store ACTION [OPTIONS]

		Options
		  --dry-run          With migrate: prints the SQL, and runs nothing of it.
		  --from STORE       With copy: local, or an address.
		  --to STORE         With copy: the same.
		  --replace          With copy: takes the place of grants of the same name, with
		                     their secrets.
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Shows who used which secret, when and for what.
		No secret is in it. It is kept in audit.log, and in four older files of 1 MB.
		It is of this host: each host that shares a store keeps its own.

		Usage
		  mailgrant audit [NAME] [OPTIONS]

		Options
		  --json             Prints JSON, and nothing else, on standard output.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Encrypts the secrets with another key.
		Stopped at any moment, the secrets open with the old key or with the new one.
		The file "key" goes when the new key is elsewhere; older backups of the
		directory need it.

		Usage
		  mailgrant rekey --new|--passphrase|--key-file FILE [OPTIONS]

		Options
		  --new               A random key in the file "key" of the directory.
		  --key-file FILE     The key in FILE, 32 bytes in base64; made if FILE is not
		                      there.
		  --credential        The systemd credential mailgrant-key of this process.
		  --passphrase        A passphrase, asked for twice without echo.
		  --passphrase-stdin  Reads the new passphrase from standard input.
		  --config DIR        Directory of settings and secrets, else MAILGRANT_CONFIG,
		                      else ~/.config/mailgrant.
		  --store STORE       local, or postgres://USER@HOST/DATABASE; else
		                      MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N   Reads the passphrase of the secrets from descriptor N,
		                      where they have one.
		  --timeout SECONDS   Deadline of each wait; 10 when left out.
		  --help              Shows how the program, or a command, is used.
		  --version           Shows the version.

		Writes all grants and secrets into one encrypted file.
		Under a passphrase of its own. It takes no place of another file.
		Refresh tokens that are good for one use serve only one of two hosts: stop the
		old one.

		Usage
		  mailgrant backup FILE [OPTIONS]

		Options
		  --passphrase-stdin  Reads its passphrase from standard input.
		  --config DIR        Directory of settings and secrets, else MAILGRANT_CONFIG,
		                      else ~/.config/mailgrant.
		  --store STORE       local, or postgres://USER@HOST/DATABASE; else
		                      MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N   Reads the passphrase of the secrets from descriptor N,
		                      where they have one.
		  --timeout SECONDS   Deadline of each wait; 10 when left out.
		  --help              Shows how the program, or a command, is used.
		  --version           Shows the version.

		Brings back what such a file holds, all or nothing.
		The secrets get the key of this host.

		Usage
		  mailgrant restore FILE [OPTIONS]

		Options
		  --list              Shows what it would bring, and changes nothing.
		  --replace           Takes the place of grants of the same name, with their
		                      secrets.
		  --passphrase-stdin  Reads its passphrase from standard input.
		  --json              Prints JSON, and nothing else, on standard output.
		  --config DIR        Directory of settings and secrets, else MAILGRANT_CONFIG,
		                      else ~/.config/mailgrant.
		  --store STORE       local, or postgres://USER@HOST/DATABASE; else
		                      MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N   Reads the passphrase of the secrets from descriptor N,
		                      where they have one.
		  --timeout SECONDS   Deadline of each wait; 10 when left out.
		  --help              Shows how the program, or a command, is used.
		  --version           Shows the version.

		Removes a grant and its secrets from this host.

		Usage
		  mailgrant remove NAME [OPTIONS]

		Options
		  --yes              Does not ask for the name to be typed; for scripts.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Opens the screens against practice servers on this machine.
		Nothing leaves the machine, and nothing of it is kept.

		Usage
		  mailgrant practice [OPTIONS]

		Options
		  --serve            Runs only the servers, until a signal ends it; prints one
		                     line of JSON about them.
		  --fault ID         Lets the servers do something wrong from the start; f on
		                     the checklist changes it.
		  --faults           Lists the IDs for --fault, each with what is explained
		                     then.
		  --plain            The checklist, or practice, as questions and answers, line
		                     by line.
		  --screen-reader    The checklist, or practice, whole and in the order of
		                     reading, as with INK_SCREEN_READER=true.
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Writes what helps others to see what is wrong here, without secrets.
		One file with versions, terminal, grants, what was found of each step, and the
		last failures; mailgrant-report-DAY.txt when no FILE is named, standard output
		for -.
		Addresses, hosts and IDs are in it: read it before you send it.

		Usage
		  mailgrant report [FILE] [OPTIONS]

		Options
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Prints what lets a shell complete commands, options and grant names.
		SHELL is bash, zsh or fish.
		For bash, in ~/.bashrc: source <(mailgrant completion bash)
		For zsh, in ~/.zshrc after compinit: source <(mailgrant completion zsh)
		For fish: mailgrant completion fish > ~/.config/fish/completions/mailgrant.fish

		Usage
		  mailgrant completion SHELL [OPTIONS]

		Options
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version.

		Prints the manual page: mailgrant man | man -l -

		Usage
		  mailgrant man [OPTIONS]

		Options
		  --config DIR       Directory of settings and secrets, else MAILGRANT_CONFIG,
		                     else ~/.config/mailgrant.
		  --store STORE      local, or postgres://USER@HOST/DATABASE; else
		                     MAILGRANT_STORE, else what store use has kept.
		  --passphrase-fd N  Reads the passphrase of the secrets from descriptor N,
		                     where they have one.
		  --timeout SECONDS  Deadline of each wait; 10 when left out.
		  --help             Shows how the program, or a command, is used.
		  --version          Shows the version."
	`);
});

test('no line of help is wider than a terminal', () => {
	const lines = [programHelp(), ...commands.map(commandHelp)].join('\n').split('\n');
	expect(lines.filter(line => line.length > 80)).toEqual([]);
});

test('every command can be loaded', async () => {
	for (const {load} of commands) expect(await load()).toBeTypeOf('function');
});
