import {expect, test} from 'vitest';
import {expected, otherwise} from './expected.js';
import {meet, type Road} from './meet.js';

/** One test a fault: the whole way is walked with it on, and the first failure is the one that it stands for. */
export function prove(road: Road): void {
	test.each(expected[road])('%s is explained where it is met', async id => {
		const met = await meet(id);
		expect(`${met?.road}: ${met?.diagnosis.id}`).toBe(`${road}: ${otherwise[id]?.id ?? id}`);
	});
}
