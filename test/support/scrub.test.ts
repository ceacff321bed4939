import fc from 'fast-check';
import {expect, test} from 'vitest';
import {scrub} from '../../source/support/scrub.js';

test('a secret is found in every form that a protocol gives it', () => {
	fc.assert(
		fc.property(
			fc
				.string({minLength: 12, maxLength: 60, unit: 'grapheme-ascii'})
				.filter(text => !/^\s|\s$/.test(text)),
			fc.nat({max: 40}),
			(secret, before) => {
				const base64 = Buffer.from(`${'x'.repeat(before)}${secret}`).toString('base64');
				const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret), base64];
				const text = scrub(forms.map(form => `<${form}>`).join('\n'), [secret]);
				expect(text).not.toContain(secret);
				expect(text).not.toContain(encodeURIComponent(secret));
				// All but the ends, which share a group with what stands beside.
				const inner = Buffer.from(secret).toString('base64').slice(0, -4);
				if (before % 3 === 0) expect(text).not.toContain(inner);
				expect(text.match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(4);
			},
		),
	);
});

test('what looks like a secret goes, though nobody knows it', () => {
	const text = scrub(
		[
			'proxy http://ev:hunter22@proxy:3128',
			'Authorization: Bearer abcdefghijkl',
			'client_secret=abc~def&scope=x',
			'{"refresh_token":"0.AAAA-bbbb"}',
			'token eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.sig',
			'evmail@acme.com at https://track.acme.com/evj',
		].join('\n'),
		[],
	);
	expect(text).toBe(
		[
			'proxy http://[secret]@proxy:3128',
			'Authorization: Bearer [secret]',
			'client_secret=[secret]&scope=x',
			'{"refresh_token":"[secret]"}',
			'token [secret]',
			'evmail@acme.com at https://track.acme.com/evj',
		].join('\n'),
	);
});
