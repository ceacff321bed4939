import {hostname} from 'node:os';
import type pg from 'pg';
import {UserError} from '../errors.js';
import type {Environment} from '../storage/config-directory.js';
import {type Host, hostText} from './address.js';
import {findPassword, type PasswordFor, passwordFile} from './password.js';
import type {SessionOptions} from './session.js';
import {tlsOptions} from './tls-options.js';
import {databaseOf, userOf} from './who-connects.js';

/** A server says nothing for longer only when it hangs. */
const answerMs = 20_000;

/** What pg connects to a host with. `missing` gives what was asked for and is not there, for which pg has words of its own. */
export function clientConfig(
	host: Host,
	{address, environment, command, timeoutMs}: SessionOptions,
): {readonly config: pg.ClientConfig; readonly missing: () => UserError | undefined} {
	const about = {
		...host,
		user: userOf(address, environment),
		database: databaseOf(address, environment),
	};
	let missing: UserError | undefined;
	return {
		config: {
			...about,
			password: () => {
				const found = findPassword(about, environment);
				if (found !== undefined) return found;
				missing = passwordMissing(about, environment);
				throw missing;
			},
			ssl: tlsOptions(address, host, environment),
			application_name: `mailgrant ${command} on ${hostname()}`.slice(0, 63),
			connectionTimeoutMillis: address.connectSeconds ? address.connectSeconds * 1000 : timeoutMs,
			query_timeout: answerMs,
			keepAlive: true,
			keepAliveInitialDelayMillis: 10_000,
		},
		missing: () => missing,
	};
}

function passwordMissing(about: PasswordFor, environment: Environment): UserError {
	const {host, port, database, user} = about;
	return new UserError(
		`PostgreSQL at ${hostText(about)} asks for the password of ${user}, and there is none.`,
		[
			`Put a line into ${passwordFile(environment)}, mode 0600: ${host}:${port}:${database}:${user}:PASSWORD`,
			'Or let systemd hand it over: LoadCredential=mailgrant-store-password:FILE',
			'Or sign in with a certificate: ?sslcert=FILE&sslkey=FILE behind the address',
		],
	);
}
