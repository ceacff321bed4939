import {expect, test} from 'vitest';
import {catalogue} from '../../source/diagnosis/catalogue/catalogue.js';
import {webFaults} from '../../source/diagnosis/web-faults.js';
import {faultIds} from '../../source/practice/fault-of.js';
import {beyondServers, expected, otherwise} from './expected.js';
import {meet} from './meet.js';

test('every fault of the practice servers is met, and is one of the catalogue', () => {
	const met = Object.values(expected).flat();
	const web = webFaults.map(({id}) => id);
	expect([...met, ...web].sort()).toEqual([...faultIds].sort());
	const known = new Set(catalogue.map(({id}) => id));
	expect(met.filter(id => !known.has(id))).toEqual([]);
	expect(Object.keys(otherwise).filter(id => !met.includes(id))).toEqual([]);
});

test('what no practice server can cause is listed with its reason', () => {
	const missing = catalogue.map(({id}) => id).filter(id => !faultIds.includes(id));
	expect(missing.sort()).toEqual(Object.keys(beyondServers).sort());
});

test('without a fault nothing is met on the whole way', async () => {
	expect(await meet('none')).toBeUndefined();
});
