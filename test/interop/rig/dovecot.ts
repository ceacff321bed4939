import {chownSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {freePorts} from '../../helpers/free-ports.js';
import type {Certificates} from './certificates.js';
import {startServer} from './server-process.js';

export type Dovecot = {
	/** Listens on 127.0.0.1 and 127.0.0.2. Clients of its own address count as secured; a STARTTLS that is really needed is seen on the other. */
	readonly ports: {
		readonly imap: number;
		readonly imaps: number;
		readonly pop3: number;
		readonly pop3s: number;
	};
	readonly log: () => string;
	readonly stop: () => Promise<void>;
};

/** What all servers offer, Postfix too. */
export type Mechanisms = 'xoauth2 oauthbearer' | 'oauthbearer';

/** Scopes as introspection reports them; each service wants its own. */
export const dovecotScopes = {
	imap: 'IMAP.AccessAsUser.All',
	pop3: 'POP.AccessAsUser.All',
	smtp: 'SMTP.Send',
};

// Mail belongs to nobody: no user has to be made for it.
const mailUid = 65_534;

/** IMAP, POP3, LMTP and the SASL server for Postfix, in a directory that the servers' users may enter. */
export async function startDovecot({
	directory,
	certificates,
	introspectionUrl,
	accounts,
	sockets,
	mechanisms,
}: {
	readonly directory: string;
	readonly certificates: Certificates;
	/** With the resource server's user and password in it. */
	readonly introspectionUrl: string;
	readonly accounts: readonly string[];
	readonly sockets: {readonly lmtp: string; readonly sasl: string};
	readonly mechanisms: Mechanisms;
}): Promise<Dovecot> {
	const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0] = await freePorts(4);
	const file = (name: string) => join(directory, name);
	mkdirSync(file('mail'), {recursive: true});
	chownSync(file('mail'), mailUid, mailUid);
	const log = file('dovecot.log');
	writeFileSync(log, '');
	for (const [protocol, scope] of Object.entries(dovecotScopes)) {
		const settings = [
			'introspection_mode = post',
			`introspection_url = ${introspectionUrl}`,
			'force_introspection = yes',
			`tls_ca_cert_file = ${certificates.ca}`,
			`username_attribute = ${protocol === 'smtp' ? 'sub' : 'mailbox'}`,
			'active_attribute = active',
			'active_value = true',
			`scope = ${scope}`,
		];
		writeFileSync(file(`${protocol}.oauth2`), `${settings.join('\n')}\n`, {mode: 0o600});
	}
	const users = accounts.map(
		account => `${account}::${mailUid}:${mailUid}::${file('mail')}/${account}::`,
	);
	writeFileSync(file('users'), `${users.join('\n')}\n`, {mode: 0o644});
	const passdb = (protocol: keyof typeof dovecotScopes) => `
protocol ${protocol} {
  passdb {
    driver = oauth2
    mechanisms = ${mechanisms}
    args = ${file(`${protocol}.oauth2`)}
  }
}`;
	writeFileSync(
		file('dovecot.conf'),
		`
protocols = imap pop3 lmtp
listen = 127.0.0.1, 127.0.0.2
base_dir = ${file('run')}
state_dir = ${file('state')}
instance_name = mailgrant-interop
log_path = ${log}
auth_verbose = yes
ssl = required
ssl_cert = <${certificates.cert}
ssl_key = <${certificates.key}
auth_mechanisms = ${mechanisms}
auth_failure_delay = 0
mail_location = mdbox:~/mdbox
first_valid_uid = ${mailUid}
first_valid_gid = ${mailUid}
mail_max_userip_connections = 100
userdb {
  driver = passwd-file
  args = ${file('users')}
}
${passdb('imap')}${passdb('pop3')}${passdb('smtp')}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${pop3}
  }
  inet_listener pop3s {
    port = ${pop3s}
    ssl = yes
  }
}
service auth {
  unix_listener ${sockets.sasl} {
    mode = 0666
  }
}
service lmtp {
  unix_listener ${sockets.lmtp} {
    mode = 0666
  }
}
`,
	);
	const server = await startServer({
		command: 'dovecot',
		args: ['-F', '-c', file('dovecot.conf')],
		listensOn: ['127.0.0.1', '127.0.0.2'].flatMap(host =>
			[imap, imaps, pop3, pop3s].map(port => ({host, port})),
		),
		lastWords: () => readFileSync(log, 'utf8').slice(-2000),
	});
	return {
		ports: {imap, imaps, pop3, pop3s},
		log: () => readFileSync(log, 'utf8'),
		stop: server.stop,
	};
}
