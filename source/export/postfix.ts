import {shellQuote} from '../shell-quote.js';
import type {Access, Export} from './program.js';
import {commandLine} from './quote.js';

/** postconf(5) and postmap(1) of Postfix 3.7; the settings are those of https://github.com/moriyoshi/cyrus-sasl-xoauth2, whose plug-in too takes the token for the password. */
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
		'map=$(postconf -hx default_database_type):$(postconf -hx config_directory)/mailgrant',
		`token=$(${commandLine(tokenCommand)})`,
		// postmap -r replaces the entry in place; Postfix looks for a changed table by itself.
		`printf '%s %s:%s\\n' ${shellQuote(server)} ${shellQuote(user.outgoing)} "$token" | postmap -i -r "$map"`,
		'if [ "$(postconf -hx smtp_sasl_password_maps)" != "$map" ]; then',
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
			'Debian’s packages: postfix, and libsasl2-modules-kdexoauth2. The plug-in sasl-xoauth2 is another: it takes the path of a file for the password and refreshes by itself, beside mailgrant.',
			'Read it before it is run: it sets the relay of the whole host.',
			'Make it run as root every 15 minutes: mode 0700, and in /etc/cron.d/mailgrant the line */15 * * * * root /usr/local/sbin/mailgrant-postfix',
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
