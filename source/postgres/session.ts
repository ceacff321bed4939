import type {Socket} from 'node:net';
import {TLSSocket} from 'node:tls';
import pg from 'pg';
import {UserError} from '../errors.js';
import type {Environment} from '../storage/config-directory.js';
import {type Address, type Host, hostText} from './address.js';
import {clientConfig} from './client-config.js';
import {backendQuery, hasOwnBackend} from './own-backend.js';
import {isLost, notOwn, type Trouble, troubleError, troubleOf} from './trouble.js';

export type Row = Readonly<Record<string, unknown>>;
export type Result = {readonly rows: readonly Row[]; readonly count: number};

/** One connection to the server that takes writes. Its locks and what it listens for end with it. */
export type Session = {
	readonly host: Host;
	/** The version of the server, such as 150018. */
	readonly serverVersion: number;
	/** The process of the server that serves it. */
	readonly backend: number;
	/** It goes through a connection pooler. */
	readonly isPooled: boolean;
	/** `TLSv1.3`; undefined for a connection in clear. */
	readonly tls?: string;
	/** One after the other, in the order of the calls. Rejects with the error of pg. */
	readonly query: (text: string, values?: readonly unknown[]) => Promise<Result>;
	readonly isEnded: () => boolean;
	/** Gives it up where the server takes no writes any more, or a pooler has given its process to others. */
	readonly check: () => Promise<void>;
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

async function openAt(
	host: Host,
	options: SessionOptions,
	{notified, ended}: Parameters<typeof openSession>[1] & object,
): Promise<Session> {
	const {address} = options;
	const {config, missing} = clientConfig(host, options);
	const client = new pg.Client(config);
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
		const {is_standby: isStandby, version, pid} = rows[0] ?? {};
		if (Number(version) < oldestServer * 10_000) throw tooOld(host, Number(version));
		if (isStandby) throw readOnly();
		// A pooler tells each client a number of its own.
		const isPooled = processOf(client) !== pid;
		const backend = async () => (await query(backendQuery)).rows[0]?.pid;
		if (isPooled && !(await hasOwnBackend(backend, config))) throw notOwn();
		await query(settings);
		const tls = tlsOf(client);
		isOpen = true;
		return {
			host,
			serverVersion: Number(version),
			backend: Number(pid),
			isPooled,
			...(tls !== undefined && {tls}),
			query,
			isEnded: () => isOver,
			async check() {
				const {rows} = await query(checkUp);
				if (rows[0]?.pid !== pid) end(notOwn());
				else if (rows[0]?.is_read_only === 'on') end(readOnly());
			},
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
		throw missing() ?? error;
	}
}

const setUp = `SELECT pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only') = 'on' AS is_standby,
	pg_catalog.current_setting('server_version_num') AS version,
	pg_catalog.pg_backend_pid() AS pid`;

const checkUp = `SELECT pg_catalog.pg_backend_pid() AS pid, pg_catalog.current_setting('transaction_read_only') AS is_read_only`;

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

/** What pg has and does not tell. */
type Inside = {
	readonly processID?: unknown;
	readonly connection?: {readonly stream?: Socket};
};

const processOf = (client: pg.Client) => (client as unknown as Inside).processID;
const streamOf = (client: pg.Client) => (client as unknown as Inside).connection?.stream;

function destroyOf(client: pg.Client): (() => void) | undefined {
	const stream = streamOf(client);
	return stream && (() => stream.destroy());
}

function tlsOf(client: pg.Client): string | undefined {
	const stream = streamOf(client);
	return (stream instanceof TLSSocket && stream.getProtocol()) || undefined;
}

/** The server was made a standby, or set to read-only. */
const readOnly = (): Error =>
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
