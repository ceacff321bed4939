import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {openStores} from '../../source/storage/stores.js';
import {fillStore} from '../helpers/fill-store.js';
import {bound} from './bound.js';
import {interleaved} from './interleaved.js';

// npm run bench token: a token that is there, beside the same Node with an empty file; once with a few
// grants and once with thousands. And what a program needs that reads the watcher's file instead.
const rounds = 41;
const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-token-'));
try {
	const empty = path.join(directory, 'empty.cjs');
	writeFileSync(empty, '');
	for (const count of [3, 3000]) {
		const config = path.join(directory, `config-${count}`);
		const [name = ''] = await fillStore(config, {count, fields: {}});
		// Files that were just written are not told apart by their times.
		await delay(2100);
		openStores({directory: config, now: Date.now}).copyToken?.(name);
		const file = path.join(directory, `token-${count}`);
		writeFileSync(file, 'x'.repeat(1800));
		const cost = interleaved(
			rounds,
			{
				empty: [process.execPath, empty],
				token: [process.execPath, program, 'token', name],
				cat: ['cat', file],
			},
			{PATH: process.env.PATH ?? '', HOME: directory, MAILGRANT_CONFIG: config},
		);
		for (const [what, {wallMs, cpuMs, peakMb}] of Object.entries(cost)) {
			const more = cpuMs > 0 ? `, ${cpuMs.toFixed(1)} ms of CPU, ${peakMb.toFixed(1)} MB` : '';
			console.log(`${count} grants, ${what}: ${wallMs.toFixed(1)} ms${more}`);
		}
		const {token, empty: base} = cost;
		bound(`${count} grants, token to empty, wall`, {value: token.wallMs / base.wallMs, most: 1.25});
		bound(`${count} grants, token to empty, CPU`, {value: token.cpuMs / base.cpuMs, most: 1.25});
		bound(`${count} grants, token to empty, memory`, {
			value: token.peakMb / base.peakMb,
			most: 1.15,
		});
	}
} finally {
	rmSync(directory, {recursive: true, force: true});
}
