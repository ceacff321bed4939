import type {Socket} from 'node:net';
import {TLSSocket} from 'node:tls';
import pg from 'pg';
import {UserError} from '../errors.js';
import {type Host, hostText} from './address.js';
import {clientConfig} from './client-config.js';
import {hasOwnBackend} from './own-backend.js';
import {channel} from './schema.js';
import type {Result, Session, SessionOptions} from './session.js';
import {isLost, notOwn, type Trouble, troubleOf} from './trouble.js';

/** Who hears of a session. */
export type SessionListener = {
	readonly notified?: (payload: string) => void;
	/** Once, and not when it was closed. */
	readonly ended?: (trouble: Trouble) => void;
};

const oldestServer = 13;

/** Opens a session with one host. Rejects with the error of pg, or a UserError. */
export async function openAt(
	host: Host,
	options: SessionOptions,
	{notified, ended}: SessionListener,
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
	client.on('notification', ({channel: on, payload = ''}) => {
		if (on === channel) notified?.(payload);
	});

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
		if (isPooled && !(await hasOwnBackend(client, query, config))) throw notOwn();
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
