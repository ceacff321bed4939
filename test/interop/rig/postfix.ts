import {freePorts} from '../../helpers/free-ports.js';
import type {Certificates} from './certificates.js';
import {startPostfixInstance} from './postfix-instance.js';

export type Postfix = {
	/** Submission with STARTTLS, and with TLS from the first byte; on 127.0.0.1. */
	readonly ports: {readonly submission: number; readonly smtps: number};
	readonly log: () => string;
	readonly stop: () => Promise<void>;
};

/** A Postfix of its own, which asks Dovecot who may send and hands all mail to Dovecot. */
export async function startPostfix({
	directory,
	certificates,
	domain,
	accounts,
	sockets,
	settings: own = {},
}: {
	readonly directory: string;
	readonly certificates: Certificates;
	readonly domain: string;
	readonly accounts: readonly string[];
	readonly sockets: {readonly lmtp: string; readonly sasl: string};
	/** Of main.cf, over the usual ones. */
	readonly settings?: Readonly<Record<string, string>>;
}): Promise<Postfix> {
	const [submission = 0, smtps = 0] = await freePorts(2);
	const each = (value: (account: string) => string) =>
		`inline:{${accounts.map(account => `{${account} = ${value(account)}}`).join(', ')}}`;
	const settings = {
		myhostname: `mail.${domain}`,
		mynetworks: '',
		line_length_limit: '12288',
		virtual_mailbox_domains: domain,
		virtual_mailbox_maps: each(account => account),
		virtual_transport: `lmtp:unix:${sockets.lmtp}`,
		default_transport: 'error:this rig delivers nothing outside',
		smtpd_tls_cert_file: certificates.cert,
		smtpd_tls_key_file: certificates.key,
		smtpd_tls_auth_only: 'yes',
		smtpd_sasl_auth_enable: 'yes',
		smtpd_sasl_type: 'dovecot',
		smtpd_sasl_path: sockets.sasl,
		smtpd_sasl_security_options: 'noanonymous',
		smtpd_sender_login_maps: each(account => account),
		smtpd_sender_restrictions: 'reject_sender_login_mismatch',
		smtpd_relay_restrictions: 'permit_sasl_authenticated, reject',
		smtpd_recipient_restrictions: 'permit_sasl_authenticated, reject',
		smtpd_client_connection_rate_limit: '0',
		smtpd_error_sleep_time: '0',
		...own,
	};
	const {log, stop} = await startPostfixInstance({
		directory,
		settings,
		listening: new Map([
			[submission, '-o smtpd_tls_security_level=encrypt'],
			[smtps, '-o smtpd_tls_wrappermode=yes'],
		]),
	});
	return {ports: {submission, smtps}, log, stop};
}
