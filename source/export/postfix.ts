import {shellQuote} from '../shell-quote.js';
import type {Access, Export} from './program.js';
import {commandLine} from './quote.js';

/** postconf(5) and postmap(1) of Postfix 3.7. The settings are those of https://github.com/tarickb/sasl-xoauth2, and `manage_token_externally` is in its sasl-xoauth2.conf(5) and src/token_store.cc. */
export function postfix(access: Access): Export {
	const {grant, services, user, tokenCommand, caFile} = access;
	const {smtp} = services;
	if (!smtp)
		return {unfit: `Postfix only sends here, and ${grant.name} sends no mail.`, nextSteps: []};
	const server = `[${smtp.host}]:${smtp.port}`;
	const settings = [
		`relayhost = ${server}`,
		'smtp_sasl_auth_enable = yes',
		'smtp_sasl_security_options = noanonymous',
		'smtp_sasl_tls_security_options = noanonymous',
		'smtp_sasl_mechanism_filter = xoauth2',
		'smtp_tls_security_level = secure',
		...(smtp.security === 'tls' ? ['smtp_tls_wrappermode = yes'] : []),
		`smtp_tls_CAfile = ${caFile ?? '/etc/ssl/certs/ca-certificates.crt'}`,
	];
	const text = [
		'#!/bin/sh',
		'# As root: the first run makes Postfix send all its mail with this grant.',
		'# Each further run brings Postfix a token that is still good.',
		'set -eu',
		'umask 077',
		'config=$(postconf -hx config_directory)',
		'map=$(postconf -hx default_database_type):$config/mailgrant',
		`token=$(${commandLine(tokenCommand)})`,
		'# Debian runs the client in a chroot, where the same path means another file.',
		'for root in "" "$(postconf -hx queue_directory)"; do',
		'\tfile=$root$config/mailgrant.token',
		'\t(umask 022 && mkdir -p "$root$config")',
		`\tprintf '{"manage_token_externally": "true", "access_token": "%s"}\\n' "$token" > "$file.new"`,
		'\tchown "$(postconf -hx mail_owner)" "$file.new"',
		'\tmv -f "$file.new" "$file"',
		'done',
		'if [ "$(postconf -hx smtp_sasl_password_maps)" != "$map" ]; then',
		`\tprintf '%s %s:%s\\n' ${shellQuote(server)} ${shellQuote(user.outgoing)} "$config/mailgrant.token" | postmap -i -r "$map"`,
		'\tpostconf -e "smtp_sasl_password_maps = $map" \\',
		...settings.map(
			(setting, index) =>
				`\t\t${shellQuote(setting.replaceAll('$', '$$$$'))}${index < settings.length - 1 ? ' \\' : ''}`,
		),
		'fi',
		'',
	].join('\n');
	return {
		text,
		file: '/usr/local/sbin/mailgrant-postfix',
		isScript: true,
		notes: [
			'The plug-in sasl-xoauth2 has to be installed, in a release that knows manage_token_externally. Debian 12 has no package of it, and KDE’s plug-in (libsasl2-modules-kdexoauth2) does not work with Postfix.',
			'Its /etc/sasl-xoauth2.conf stays as it comes: the plug-in refreshes nothing itself.',
			'Read it before it is run: it sets the relay of the whole host.',
			'A token that is handed out is good for five minutes at least, so let cron run it more often, by /etc/cron.d/mailgrant: */4 * * * * root /usr/local/sbin/mailgrant-postfix',
			'After the first run: postfix reload',
			...(user.outgoing === grant.mailbox
				? []
				: [
						`Postfix signs in as ${user.outgoing}; what sends has to use ${grant.mailbox} as its From address.`,
					]),
		],
		trial: {
			why: 'Only root can start Postfix’s client, so it is not tried from here. Send a message after the script has run, and read the mail log.',
		},
	};
}
