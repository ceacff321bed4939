import {hostname, userInfo} from 'node:os';
import pg from 'pg';
import {UserError} from '../errors.js';
import type {Environment} from '../storage/config-directory.js';
import {type Address, type Host, hostText} from './address.js';
import {findPassword, passwordFile} from './password.js';
import {tlsOptions} from './tls-options.js';
import {isLost, type Trouble, troubleError, troubleOf} from './trouble.js';

export type Row = Readonly<Record<string, unknown>>;
export type Result = {readonly rows: readonly Row[]; readonly count: number};

/** One connection to the server that takes writes. Its locks and what it listens for end with it. */
export type Session = {
	readonly host: Host;
	/** The version of the server, such as 150018. */
	readonly serverVersion: number;
	/** `TLSv1.3`; undefined for a connection in clear. */
	readonly tls?: string;
	/** One after the other, in the order of the calls. Rejects with the error of pg. */
	readonly query: (text: string, values?: readonly unknown[]) => Promise<Result>;
	readonly isEnded: () => boolean;
	/** Gives it up for what was found out about it. */
	readonly abandon: (error: unknown) => void;
	readonly close: () => Promise<void>;
};

export type SessionOptions = {
	readonly address: Address;
	readonly environment: Environment;
	/** What the server's administrator reads in pg_stat_activity. */
	readonly command: string;
	readonly timeoutMs: number;
};

const oldestServer = 13;
/** A server says nothing for longer only when it hangs. */
const answerMs = 20_000;

/** Opens a session with the first host that takes writes. Rejects with a TroubleError. */
export async function openSession(
	options: SessionOptions,
	on: {
		readonly notified?: (payload: string) => void;
		readonly ended?: (trouble: Trouble) => void;
	} = {},
): Promise<Session> {
	const found: Trouble[] = [];
	for (const host of options.address.hosts) {
		try {
			return await openAt(host, options, on);
		} catch (error) {
			if (error instanceof UserError) throw error;
			found.push(troubleOf(error, options.address, host));
		}
	}
	throw new TroubleError(inOne(found));
}

/** What all hosts came to. */
export class TroubleError extends Error {
	readonly trouble: Trouble;

	constructor(trouble: Trouble) {
		super(trouble.message);
		this.trouble = trouble;
	}

	get asUserError(): UserError {
		return troubleError(this.trouble);
	}
}

function inOne(found: readonly Trouble[]): Trouble {
	const [first, ...others] = found;
	if (!first) throw new Error('an address without a host');
	return {
		message: [first, ...others].map(({message}) => message).join(' '),
		steps: [...new Set(found.flatMap(({steps}) => steps))],
		passes: found.some(({passes}) => passes),
	};
}

/** The user that the address, libpq's environment or the system names. */
export const userOf = ({user}: Address, environment: Environment): string =>
	user ?? (environment.PGUSER || userInfo().username);

export const databaseOf = (address: Address, environment: Environment): string =>
	address.database ?? (environment.PGDATABASE || userOf(address, environment));

async function openAt(
	host: Host,
	{address, environment, command, timeoutMs}: SessionOptions,
	{notified, ended}: Parameters<typeof openSession>[1] & object,
): Promise<Session> {
	const user = userOf(address, environment);
	const database = databaseOf(address, environment);
	let noPassword: UserError | undefined;
	const client = new pg.Client({
		host: host.host,
		port: host.port,
		user,
		database,
		password: () => {
			const found = findPassword({...host, database, user}, environment);
			if (found !== undefined) return found;
			noPassword = passwordMissing({host, database, user}, environment);
			throw noPassword;
		},
		ssl: tlsOptions(address, host, environment),
		application_name: `mailgrant ${command} on ${hostname()}`.slice(0, 63),
		connectionTimeoutMillis: address.connectSeconds ? address.connectSeconds * 1000 : timeoutMs,
		query_timeout: answerMs,
		keepAlive: true,
		keepAliveInitialDelayMillis: 10_000,
	});
	let isOver = false;
	let isClosing = false;
	let turn: Promise<unknown> = Promise.resolve();
	let isOpen = false;
	const end = (error: unknown) => {
		if (isOver) return;
		isOver = true;
		// A query that hangs would hold `end` up for ever.
		void client.end().catch(() => undefined);
		destroyOf(client)?.();
		if (isOpen && !isClosing) ended?.(troubleOf(error, address, host));
	};
	client.on('error', end);
	client.on('end', () => end(new Error('Connection terminated')));
	client.on('notification', ({payload = ''}) => notified?.(payload));

	function query(text: string, values?: readonly unknown[]): Promise<Result> {
		const asked = turn.then(async () => {
			if (isOver) throw new Error('Connection terminated');
			try {
				const {rows, rowCount} = await client.query(text, values && [...values]);
				return {rows: rows ?? [], count: rowCount ?? 0};
			} catch (error) {
				if (isLost(error)) end(error);
				throw error;
			}
		});
		turn = asked.catch(() => undefined);
		return asked;
	}

	try {
		await client.connect();
		const {rows} = await query(setUp);
		const {is_standby: isStandby, version, tls} = rows[0] ?? {};
		if (Number(version) < oldestServer * 10_000) throw tooOld(host, Number(version));
		if (isStandby) throw readOnly();
		await query(settings);
		isOpen = true;
		return {
			host,
			serverVersion: Number(version),
			...(typeof tls === 'string' && {tls}),
			query,
			isEnded: () => isOver,
			abandon: end,
			async close() {
				isClosing = true;
				// What was asked is still answered.
				await turn;
				if (isOver) return;
				isOver = true;
				await client.end().catch(() => undefined);
			},
		};
	} catch (error) {
		isOver = true;
		void client.end().catch(() => undefined);
		destroyOf(client)?.();
		throw noPassword ?? error;
	}
}

const setUp = `SELECT pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only') = 'on' AS is_standby,
	pg_catalog.current_setting('server_version_num') AS version,
	(SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid() AND ssl) AS tls`;

// A host that vanishes is noticed by the server, which then lets go of its locks. What is answered as
// written is on the disk, whatever the server's default; a stronger setting stays.
const settings = `SELECT pg_catalog.set_config('statement_timeout', '15s', false),
	pg_catalog.set_config('lock_timeout', '10s', false),
	pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', false),
	pg_catalog.set_config('tcp_keepalives_idle', '10', false),
	pg_catalog.set_config('tcp_keepalives_interval', '5', false),
	pg_catalog.set_config('tcp_keepalives_count', '3', false),
	pg_catalog.set_config('tcp_user_timeout', '25s', false),
	CASE WHEN pg_catalog.current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')
		THEN pg_catalog.set_config('synchronous_commit', 'on', false) END`;

function destroyOf(client: pg.Client): (() => void) | undefined {
	const {connection} = client as unknown as {
		readonly connection?: {readonly stream?: {readonly destroy?: () => void}};
	};
	const {stream} = connection ?? {};
	return stream?.destroy && (() => stream.destroy?.());
}

/** The server was made a standby, or set to read-only. */
export const readOnly = (): Error =>
	Object.assign(new Error('cannot execute writes in a read-only session'), {
		severity: 'ERROR',
		code: '25006',
	});

function tooOld(host: Host, version: number): UserError {
	return new UserError(
		`PostgreSQL at ${hostText(host)} is version ${Math.floor(version / 10_000)}; mailgrant needs ${oldestServer} or newer.`,
		['Use a newer server.'],
	);
}

function passwordMissing(
	{host, database, user}: {readonly host: Host; readonly database: string; readonly user: string},
	environment: Environment,
): UserError {
	return new UserError(
		`PostgreSQL at ${hostText(host)} asks for the password of ${user}, and there is none.`,
		[
			`Put a line into ${passwordFile(environment)}, mode 0600: ${host.host}:${host.port}:${database}:${user}:PASSWORD`,
			'Or let systemd hand it over: LoadCredential=mailgrant-store-password:FILE',
			'Or sign in with a certificate: ?sslcert=FILE&sslkey=FILE behind the address',
		],
	);
}
