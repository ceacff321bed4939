import {expect, test} from 'vitest';
import {aheadMs} from '../../source/refresh/ahead.js';

test.each([
	['a day', 86_400_000, 180_000],
	['five minutes', 300_000, 15_000],
	['less than nothing', -1, 0],
])('tokens that live %s are renewed at most so much too early', (_, lifeMs, expected) => {
	expect(aheadMs({obtainedAt: 1000, expiresAt: 1000 + lifeMs})).toBe(expected);
});
