import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {errorCode} from '../storage/file-errors.js';
import {type Address, formatAddress, type Host, hostText} from './address.js';

/** What went wrong with a server, and whether it passes by itself. */
export type Trouble = {
	readonly message: string;
	readonly steps: readonly string[];
	/** A server that is not there, starts or is being replaced may be back in a moment. */
	readonly passes: boolean;
};

/** No code of PostgreSQL's: what was found out about a pooler. */
const sharedOut = 'MG002';

/** An error that PostgreSQL itself sent (its SQLSTATE), unlike one of the connection. */
export const sqlState = (error: unknown): string | undefined =>
	error instanceof Error && 'severity' in error ? errorCode(error) : undefined;

/** Whether the session is of no use any more: cut off, ended by the server, or on a server that takes no writes. */
export function isLost(error: unknown): boolean {
	const state = sqlState(error);
	return state === undefined || /^(?:08|57P0|25006|MG002)/.test(state);
}

/** A pooler has given the session's process to somebody else, its locks and messages with it. */
export const notOwn = (): Error =>
	Object.assign(new Error('another backend'), {severity: 'ERROR', code: sharedOut});

/** The meaning of an error of a server. */
export function troubleOf(error: unknown, address: Address, host?: Host): Trouble {
	const at = host ? hostText(host) : address.hosts.map(hostText).join(', ');
	const state = sqlState(error);
	const said = clean(error instanceof Error ? error.message : String(error), 300);
	const about = {at, said, address, host};
	return state === undefined ? ofConnection(errorCode(error), about) : ofServer(state, about);
}

/** As what a command ends with. */
export const troubleError = ({message, steps}: Trouble): UserError => new UserError(message, steps);

type About = {
	readonly at: string;
	readonly said: string;
	readonly address: Address;
	readonly host: Host | undefined;
};

function ofServer(state: string, {at, said, address}: About): Trouble {
	const fixed = (message: string, ...steps: string[]): Trouble => ({message, steps, passes: false});
	const passing = (message: string, ...steps: string[]): Trouble => ({
		message,
		steps,
		passes: true,
	});
	const user = address.user ?? 'this user';
	switch (state) {
		case '28P01':
			return fixed(
				`PostgreSQL at ${at} refuses the password of ${user}.`,
				'See which line of ~/.pgpass fits: HOST:PORT:DATABASE:USER:PASSWORD; the first one counts.',
				`Set it anew, as a superuser of PostgreSQL: \\password ${user}`,
			);
		case '28000':
			if (/valid client certificate/.test(said)) {
				return fixed(
					`PostgreSQL at ${at} wants a certificate of this host, for ${user}.`,
					'Name it and its key: ?sslcert=FILE&sslkey=FILE behind the address',
					'Or put them into ~/.postgresql/postgresql.crt and postgresql.key.',
				);
			}
			if (/^certificate authentication failed/.test(said)) {
				return fixed(
					`PostgreSQL at ${at} does not take the certificate of this host for ${user}.`,
					'In the certificate its name (CN) has to be that of the role, or pg_ident.conf maps it.',
					'See which it is: openssl x509 -noout -subject -in FILE',
				);
			}
			return /pg_hba\.conf/.test(said)
				? fixed(
						`PostgreSQL at ${at} does not let ${user} in from this host: ${said}`,
						'Its pg_hba.conf needs a line for it, such as: hostssl DATABASE USER ADDRESS/32 scram-sha-256',
						'Then let it read that again: SELECT pg_reload_conf();',
					)
				: fixed(
						`PostgreSQL at ${at} does not let ${user} in: ${said}`,
						'See which roles there are: \\du in psql. What a DBA runs to make one: mailgrant store roles',
					);
		case '3D000':
			return fixed(
				`PostgreSQL at ${at} has no such database: ${said}`,
				'What a DBA runs to make it: mailgrant store roles',
				'Or mend the name behind the last / of the address.',
			);
		case '3F000':
		case '42P01':
		case '42883':
			return fixed(
				`The database at ${at} holds no store of mailgrant yet.`,
				'Make it: mailgrant store migrate',
				'See what that does first: mailgrant store migrate --dry-run',
			);
		case '42501':
			return fixed(
				`${user} may not do that in the database at ${at}: ${said}`,
				'What a DBA runs so that it may: mailgrant store roles',
			);
		case '53300':
			return passing(
				`PostgreSQL at ${at} takes no more connections: ${said}`,
				'See who holds them: SELECT application_name, count(*) FROM pg_stat_activity GROUP BY 1;',
				'Each running mailgrant holds one. Raise max_connections, or the limit of the role.',
			);
		case '25006':
			return passing(
				`PostgreSQL at ${at} takes no writes: it is a standby, or set to read-only.`,
				'Name all servers of the cluster: postgres://USER@HOST1,HOST2/DATABASE',
				'Or promote it, as a DBA: SELECT pg_promote();',
			);
		case '57P01':
		case '57P02':
		case '57P03':
			return passing(
				`PostgreSQL at ${at} starts or stops just now: ${said}`,
				'Wait a moment; then do it again.',
			);
		case '57014':
		case '55P03':
			return passing(
				`PostgreSQL at ${at} did not answer in time: ${said}`,
				'See what holds it up: SELECT pid, state, query FROM pg_stat_activity;',
			);
		case '53100':
			return passing(`The disk of PostgreSQL at ${at} is full: ${said}`, 'Make room there.');
		case '08P01':
			return /startup parameter|pgbouncer/i.test(said)
				? fixed(
						`What answers at ${at} is a connection pooler: ${said}`,
						'Let it pass that: ignore_startup_parameters in pgbouncer.ini. It has to pool by sessions.',
						'Or name the server itself.',
					)
				: passing(`PostgreSQL at ${at} says: ${said}`, 'Do it again.');
		case sharedOut:
			return fixed(
				`What answers at ${at} is a connection pooler that hands one session to many (transaction pooling); locks and messages are lost by that.`,
				'Let it pool by sessions, in pgbouncer.ini: pool_mode = session, for all or behind this database.',
				'Or name the server itself in the address.',
			);
		default:
			return fixed(`PostgreSQL at ${at} says: ${said} (${clean(state, 10)})`, 'Ask its DBA.');
	}
}

function ofConnection(code: string | undefined, {at, said, address, host}: About): Trouble {
	const passing = (message: string, ...steps: string[]): Trouble => ({
		message,
		steps,
		passes: true,
	});
	const fixed = (message: string, ...steps: string[]): Trouble => ({message, steps, passes: false});
	const see = `Look whether it answers: pg_isready -d ${formatAddress(address)}`;
	if (/does not support SSL/.test(said)) {
		return fixed(
			`PostgreSQL at ${at} offers no TLS, so what is sent could be read on the way, and changed.`,
			'Turn it on there: ssl = on in postgresql.conf, with ssl_cert_file and ssl_key_file.',
			'Over a network that you trust it goes without: ?sslmode=disable behind the address. The secrets in it are encrypted all the same.',
		);
	}
	if (/timeout expired|Query read timeout/.test(said) || code === 'ETIMEDOUT') {
		return passing(
			`PostgreSQL at ${at} does not answer.`,
			see,
			'See whether a firewall is in between.',
		);
	}
	switch (code) {
		case 'ECONNREFUSED':
			return passing(
				`Nothing listens at ${at}: PostgreSQL does not run there, or on another port.`,
				see,
				'See what it listens on, at the server: SHOW listen_addresses; SHOW port;',
			);
		case 'ENOENT':
			return passing(
				`There is no socket of PostgreSQL in ${host?.host ?? at}.`,
				'See whether it runs: pg_lsclusters',
				'Or name its host: postgres://USER@HOST/DATABASE',
			);
		case 'EACCES':
			return fixed(`This user may not open the socket of PostgreSQL in ${host?.host ?? at}.`, see);
		case 'ENOTFOUND':
			return fixed(
				`The host name ${at} does not exist.`,
				`Look it up: getent hosts ${host?.host ?? at}`,
				'Mend it in the address.',
			);
		case 'EAI_AGAIN':
			return passing(`DNS does not answer, so ${at} can’t be found.`, see);
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return passing(`There is no route to ${at}.`, see);
		case 'ERR_TLS_CERT_ALTNAME_INVALID':
			return fixed(
				`The certificate of PostgreSQL at ${at} is for another host: ${said}`,
				'Name the host as its certificate has it, or give the server a certificate for this name.',
			);
		case 'DEPTH_ZERO_SELF_SIGNED_CERT':
		case 'SELF_SIGNED_CERT_IN_CHAIN':
		case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
		case 'UNABLE_TO_GET_ISSUER_CERT':
		case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
			return fixed(
				`Nobody that this host trusts vouches for the certificate of PostgreSQL at ${at} (${code}).`,
				'Name the authority’s file: ?sslrootcert=FILE behind the address, or put it into ~/.postgresql/root.crt',
			);
		case 'CERT_HAS_EXPIRED':
		case 'CERT_NOT_YET_VALID':
			return fixed(
				`The certificate of PostgreSQL at ${at} ${code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}, or this clock is wrong.`,
				'Give the server a new one; then there: SELECT pg_reload_conf();',
			);
		case 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA':
		case 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED':
		case 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN':
		case 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE':
		case 'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE':
			return fixed(
				`PostgreSQL at ${at} does not trust the certificate of this host (${code}).`,
				'Name one that an authority of the server’s ssl_ca_file has given, and that is still valid: ?sslcert=FILE&sslkey=FILE',
				'See of whom it is and until when: openssl x509 -noout -issuer -enddate -in FILE',
			);
		default:
			return /^ERR_SSL|^ERR_TLS|^ERR_OSSL|^EPROTO/.test(code ?? '')
				? fixed(`TLS with PostgreSQL at ${at} fails: ${said}`, see)
				: passing(`The connection to PostgreSQL at ${at} was cut: ${said}`, see);
	}
}
