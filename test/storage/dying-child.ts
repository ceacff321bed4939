// A process that changes the key of a store and is killed at one of its writes to key or secrets:
// node dying-child.ts DIRECTORY FROM TO CALL. With CALL 0 it lives, and prints how many there were.
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';

const [directory = '', from = '', to = '', call = ''] = process.argv.slice(2);
const changing = [
	'fsyncSync',
	'linkSync',
	'openSync',
	'renameSync',
	'rmSync',
	'unlinkSync',
	'writeFileSync',
	'writeSync',
] as const;
const files = new Map<unknown, string>();
const said: string[] = [];
let isChanging = false;

// Before anything that keeps these functions for itself is loaded.
for (const name of changing) {
	const real = fs[name] as (...values: unknown[]) => unknown;
	const counted = (...values: unknown[]) => {
		const [target, value] = values;
		const file = typeof target === 'string' ? target : (files.get(target) ?? '');
		// What comes before is a write like any other; locks are tried elsewhere.
		isChanging ||= file.includes('key.next');
		const isCounted =
			isChanging && !file.includes('.lock') && !(name === 'openSync' && value === 'r');
		if (isCounted) said.push(`${name} ${file}`);
		if (isCounted && said.length === Number(call)) {
			// Half of it, as a kill in the middle of a write leaves it.
			if (name === 'writeSync' || name === 'writeFileSync') real(target, half(value));
			process.kill(process.pid, 'SIGKILL');
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
		}
		const result = real(...values);
		if (name === 'openSync') files.set(result, file);
		return result;
	};
	Object.assign(fs, {[name]: counted});
}
syncBuiltinESMExports();

const {rekey} = await import('../../source/storage/rekey.js');
const {unlock} = await import('../../source/storage/unlock.js');
const {wishOf, cheap} = await import('./key-kinds.js');
const key = await unlock({directory, environment: {}, ask: async () => from});
said.length = 0;
isChanging = false;
await rekey({directory, environment: {}, key, cost: cheap}, wishOf(to, directory));
process.stdout.write(said.join('\n'));

function half(value: unknown): unknown {
	if (typeof value === 'string') return value.slice(0, value.length / 2);
	if (value instanceof Uint8Array) return value.subarray(0, value.length / 2);
	return value;
}
