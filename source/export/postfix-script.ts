import type {Endpoint} from '../providers/provider.js';
import {shellQuote} from '../shell-quote.js';
import {postfixSend} from './postfix-send.js';
import type {Access} from './program.js';
import {commandLine} from './quote.js';

/**
What sets Postfix up at its first run and brings it a token at each. postconf(1), postmap(1), pipe(8)
of Postfix 3.7; the plug-in is https://github.com/tarickb/sasl-xoauth2. In its src/token_store.cc
releases after 0.27 take the token as it is with `manage_token_externally`; earlier ones want a
refresh token, of which they make no use before `expiry`. Each of them also asks for a new token
when the server refuses this one: Google, unless `token_endpoint` names a server. One that is none
makes it fail at once.
*/
export function postfixScript(access: Access, smtp: Endpoint): string {
	const {user, tokenCommandAsRoot, caFile} = access;
	const server = `[${smtp.host}]:${smtp.port}`;
	const send = postfixSend(access, smtp);
	const settings = [
		`relayhost = ${server}`,
		'smtp_sasl_auth_enable = yes',
		'smtp_sasl_security_options = noanonymous',
		'smtp_sasl_tls_security_options = noanonymous',
		'smtp_sasl_mechanism_filter = xoauth2',
		'smtp_tls_security_level = secure',
		...(smtp.security === 'tls' ? ['smtp_tls_wrappermode = yes'] : []),
		// Exchange takes three connections at a time for a mailbox.
		'smtp_destination_concurrency_limit = 3',
	].map(setting => shellQuote(inMainCf(setting)));
	return `#!/bin/sh
# As root: the first run makes Postfix send all its mail with this grant.
# Each further run brings Postfix a token that is still good.
set -eu
umask 077
config=$(postconf -hx config_directory)
map=$(postconf -hx default_database_type):$config/mailgrant
# As whom Postfix runs msmtp.
user=mailgrant
token=$(${commandLine(tokenCommandAsRoot)})

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
${send.configuration}END
	put "$config/mailgrant-send" root 755 << 'END'
${send.script}END
	# A message for each recipient, so that each has an answer of its own; three at a time.
	postconf -Me 'mailgrant/unix = mailgrant unix - n n - 3 pipe flags=q null_sender= user='"$user"' argv='"$config"'/mailgrant-send \${sender} \${recipient}'
	postconf -e 'mailgrant_destination_recipient_limit = 1' 'default_transport = mailgrant'
	echo 'Set up with msmtp. Now: postfix reload' >&2
else
	[ -e /etc/sasl-xoauth2.conf ] || echo '{"client_id": "", "client_secret": ""}' | put /etc/sasl-xoauth2.conf root 644
	# Not all types of tables can be changed in place.
	printf '%s %s:%s\\n' ${shellQuote(server)} ${shellQuote(user.outgoing)} "$config/mailgrant.token" |
		put "$config/mailgrant" root 600
	postmap "$map"
${
	caFile
		? `	ca=${shellQuote(inMainCf(caFile))}`
		: `	ca=/etc/ssl/certs/ca-certificates.crt
	[ -e "$ca" ] || ca=/etc/pki/tls/certs/ca-bundle.crt`
}
	postconf -e "smtp_sasl_password_maps = $map" "smtp_tls_CAfile = $ca" \\
${settings.map(setting => `\t\t${setting}`).join(' \\\n')}
	echo 'Set up with sasl-xoauth2. Now: postfix reload' >&2
fi
`;
}

/** A dollar begins a name there. */
const inMainCf = (value: string) => value.replaceAll('$', '$$$$');
