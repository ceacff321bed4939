import {postfixScript} from './postfix-script.js';
import type {Access, Export} from './program.js';

export function postfix(access: Access): Export {
	const {grant, services, user} = access;
	const {smtp} = services;
	if (!smtp)
		return {unfit: `Postfix only sends here, and ${grant.name} sends no mail.`, nextSteps: []};
	return {
		text: postfixScript(access, smtp),
		file: '/usr/local/sbin/mailgrant-postfix',
		isScript: true,
		notes: [
			'Postfix itself knows no tokens. With the plug-in sasl-xoauth2 it sends by itself: Fedora and EPEL have a package of it, its author one for Ubuntu (ppa:sasl-xoauth2/stable), Debian has it in experimental only, for the libraries of sid.',
			// xoauth2plugin.c of libkgapi asks for the password as if it were a name: SASL_BADPARAM.
			'Without it, as on Debian 12 and 13, Postfix hands each message to msmtp, which has to be installed. KDE’s plug-in, libsasl2-modules-kdexoauth2, does not work with Postfix: “invalid parameter supplied”.',
			'What is there at the first run is used from then on.',
			'Read it before it is run: it sets the relay of the whole host. With msmtp it adds the user mailgrant, as whom Postfix runs it.',
			'A token that is handed out is good for five minutes at least, so let cron run it more often, by /etc/cron.d/mailgrant: */4 * * * * root /usr/local/sbin/mailgrant-postfix',
			'After the first run: postfix reload',
			'While a token is refused mail waits in the queue; postqueue -p shows it with the reason, which the plug-in only calls “bad protocol / cancel”.',
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
