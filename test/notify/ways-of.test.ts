import {expect, test} from 'vitest';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import {waysOf} from '../../source/notify/ways-of.js';
import {grantOf, now, revoked} from './helpers.js';

const renewalFailure = {at: now, title: revoked.title, needsPerson: true};
const broken = (name: string) => grantOf(name, {}, {renewalFailure});
const proved = (name: string): GrantRecord => ({
	...grantOf(name),
	evidence: {outgoing: {at: now, outcome: 'proved', fits: '', summary: ''}},
});
const ways = (records: readonly GrantRecord[], through?: string) =>
	waysOf(records, {through}).map(({grant}) => grant.name);

test('the chosen grant comes first, then what was proved, and what fails last', () => {
	const records = [broken('a'), grantOf('b'), proved('c'), grantOf('d')];
	expect(ways(records)).toEqual(['c', 'b', 'd', 'a']);
	expect(ways(records, 'd')).toEqual(['d', 'c', 'b', 'a']);
	// Never only through the broken one, though it was chosen.
	expect(ways(records, 'a')).toEqual(['c', 'b', 'd', 'a']);
});

test('only grants that send and have been signed in, and not thousands of them', () => {
	const {facts: _, ...rest} = grantOf('nobody');
	const receives = grantOf('receives');
	expect(
		ways([
			{...rest, facts: {}},
			{...receives, grant: {...receives.grant, outgoing: 'none'}},
		]),
	).toEqual([]);
	const app = {...rest, grant: {...rest.grant, flow: 'app-only'}, facts: {}} as const;
	expect(ways([app])).toEqual(['nobody']);
	expect(ways(Array.from({length: 100}, (__, index) => grantOf(`g${index}`)))).toHaveLength(5);
});
