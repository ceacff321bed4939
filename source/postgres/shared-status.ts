import {clean} from '../clean.js';
import type {StoreStatus} from '../store-port.js';
import {formatAddress, hostText} from './address.js';
import {openSharedVault, type SharedVaultOptions} from './open-shared-vault.js';

/** What is known of a store in PostgreSQL, asked now. */
export async function sharedStatus(
	options: SharedVaultOptions,
): Promise<Extract<StoreStatus, {readonly kind: 'postgres'}>> {
	const {session, info, close} = await openSharedVault(options);
	try {
		const begun = performance.now();
		const {rows} = await session.query('SELECT count(*) AS grants FROM mailgrant.grants');
		const roundTripMs = performance.now() - begun;
		const {rows: standbys} = await session.query(
			`SELECT count(*) AS count FROM pg_catalog.pg_stat_replication WHERE state = 'streaming'`,
		);
		const {rows: sessions} = await session.query(
			`SELECT application_name AS name, count(*) AS count FROM pg_catalog.pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'mailgrant %'
			GROUP BY 1 ORDER BY 1`,
		);
		return {
			kind: 'postgres',
			address: formatAddress(options.address),
			host: hostText(session.host),
			server: `${Math.floor(session.serverVersion / 10_000)}.${session.serverVersion % 10_000}`,
			...(session.tls !== undefined && {tls: session.tls}),
			isPooled: session.isPooled,
			roundTripMs,
			schema: info.version,
			grants: Number(rows[0]?.grants),
			keySince: info.keySince,
			keyBy: clean(info.keyBy, 100),
			standbys: Number(standbys[0]?.count),
			sessions: sessions.map(({name, count}) => ({
				name: clean(String(name), 63),
				count: Number(count),
			})),
		};
	} finally {
		await close();
	}
}
