import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {GrantStore} from '../grant-store-port.js';
import {mergeRecords} from '../storage/merge-records.js';
import {parseRecord, rawRecord, type StoredRecord} from '../storage/stored-record.js';
import type {Replica} from './replica.js';
import {type GrantRow, grantColumns, grantRow} from './rows.js';
import {sqlState} from './trouble.js';
import {writing} from './writing.js';

const place = 'the shared store';

/** Settings in PostgreSQL, read from what is in memory of them. Each write keeps what others changed meanwhile. Where a user is, and what is not finished, stays on the host. */
export function createSharedGrantStore(
	replica: Replica,
	local: Pick<
		GrantStore,
		'directory' | 'readResume' | 'writeResume' | 'readDrafts' | 'writeDrafts'
	>,
): GrantStore {
	/** Each grant as this process has seen it last, from which its changes are told. */
	const seen = new Map<string, StoredRecord>();
	const parsed = new WeakMap<GrantRow, StoredRecord>();

	function recordOf(row: GrantRow): StoredRecord {
		const known = parsed.get(row);
		if (known) return known;
		const record = parseRecord(row.raw, place, row.position - 1);
		parsed.set(row, record);
		return record;
	}

	function see(row: GrantRow): StoredRecord {
		const record = recordOf(row);
		seen.set(row.name, record);
		return record;
	}

	async function write(record: StoredRecord) {
		const {name} = record.grant;
		const given = asStored(rawRecord(record, undefined));
		await writing(replica, [name], async ({query}) => {
			const before = replica.grants.get(name);
			const base = seen.get(name);
			const disk = before && recordOf(before);
			const merged = disk && base ? mergeRecords({disk, base, given}) : given;
			const raw = JSON.stringify(rawRecord(merged, before?.raw));
			const {rows} = before
				? await query(
						`UPDATE mailgrant.grants SET record = $2 WHERE name = $1 AND revision = $3 RETURNING ${grantColumns}`,
						[name, raw, before.revision],
					)
				: await query(
						`INSERT INTO mailgrant.grants (name, record) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING ${grantColumns}`,
						[name, raw],
					);
			const [row] = rows.map(grantRow);
			if (!row) return undefined;
			replica.keepGrant(name, row);
			seen.set(name, merged);
			return {value: undefined};
		});
	}

	return {
		...local,
		list: () => [...replica.grants.values()].map(see),
		read(name) {
			const row = replica.grants.get(name);
			return row && see(row);
		},
		write,
		async writeAll(records) {
			for (const record of records) await write(record);
		},
		async rename(from, to) {
			if (from === to) return;
			await writing(replica, [from, to], async ({query}) => {
				const before = replica.grants.get(from);
				if (!before) {
					// When the answer to the same change was lost.
					if (replica.grants.has(to)) return {value: undefined};
					throw new UserError(`There is no grant "${clean(from, 100)}".`, [
						'See which there are: mailgrant list',
					]);
				}
				const record = recordOf(before);
				const raw = rawRecord({...record, grant: {...record.grant, name: to}}, before.raw);
				try {
					const {rows} = await query(
						`UPDATE mailgrant.grants SET name = $2, record = $3 WHERE name = $1 AND revision = $4 RETURNING ${grantColumns}`,
						[from, to, JSON.stringify(raw), before.revision],
					);
					const [row] = rows.map(grantRow);
					if (!row) return undefined;
					replica.keepGrant(from, undefined);
					replica.keepGrant(to, row);
					seen.delete(from);
					see(row);
					return {value: undefined};
				} catch (error) {
					if (sqlState(error) !== '23505') throw error;
					throw new UserError(`There is a grant "${clean(to, 100)}" already.`, [
						'Choose another name.',
					]);
				}
			});
		},
		async remove(name) {
			seen.delete(name);
			await writing(replica, [name], async ({query}) => {
				await query('DELETE FROM mailgrant.grants WHERE name = $1', [name]);
				replica.keepGrant(name, undefined);
				return {value: undefined};
			});
		},
	};
}

// Through JSON, as the server does it: fields that are undefined are no fields there.
const asStored = (raw: unknown) => parseRecord(JSON.parse(JSON.stringify(raw)), place, 0);
