import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {expect, test} from 'vitest';

const source = resolve(import.meta.dirname, '../../source');
const pure =
	/^(?:grant|clean|errors)\.ts$|^(?:providers|diagnosis|checklist|extraview|paste|text)\//;

test('what explains failures is pure: it imports only what is, and awaits nothing', () => {
	for (const folder of ['diagnosis', 'providers']) {
		for (const entry of readdirSync(join(source, folder), {recursive: true, encoding: 'utf8'})) {
			if (!entry.endsWith('.ts')) continue;
			const path = join(source, folder, entry);
			const text = readFileSync(path, 'utf8');
			for (const [, isType, from = ''] of text.matchAll(
				/^(?:import|export) (type )?[^;]*? from '([^']+)';/gm,
			)) {
				expect(from, entry).toMatch(/^\./);
				const target = relative(source, resolve(dirname(path), from)).replace(/\.js$/, '.ts');
				if (!isType) expect(target, entry).toMatch(pure);
			}
			expect(text, entry).not.toMatch(/\basync\b|\bawait\b|\bprocess\.|\bfetch\(/);
		}
	}
});
