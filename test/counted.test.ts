import {expect, test} from 'vitest';
import {counted} from '../source/counted.js';

test('one is one, all other numbers are many', () => {
	expect([0, 1, 2].map(count => counted(count, 'grant'))).toEqual([
		'0 grants',
		'1 grant',
		'2 grants',
	]);
	expect(counted(1, 'property', 'properties')).toBe('1 property');
	expect(counted(3, 'property', 'properties')).toBe('3 properties');
});
