import {expect, test} from 'vitest';
import type {Evidence} from '../../source/checklist/evidence.js';
import type {Services} from '../../source/services.js';
import {createEvidenceKeeper} from '../../source/tasks/evidence-keeper.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {recordOf, storesIn} from '../storage/fixtures.js';

const found = (summary: string): Evidence => ({at: 1, outcome: 'proved', fits: '', summary});

async function world(count: number) {
	const {grants} = storesIn(temporaryDirectory());
	const names = Array.from({length: count}, (_, index) => `grant-${index}`);
	await grants.writeAll(names.map(name => recordOf(name)));
	let now = 0;
	let writes = 0;
	const counted: Services['grants'] = {
		...grants,
		async writeAll(records) {
			writes++;
			await grants.writeAll(records);
		},
	};
	const keeper = createEvidenceKeeper({grants: counted, now: () => now} as Services);
	return {
		grants,
		keeper,
		names,
		writes: () => writes,
		pass(ms: number) {
			now += ms;
		},
	};
}

test('what is found of many grants is written some at a time, and all of it at the end', async () => {
	const {grants, keeper, names, writes, pass} = await world(30);
	for (const name of names) {
		await keeper.add(name, 'incoming', found(`in of ${name}`));
		await keeper.add(name, 'outgoing', found(`out of ${name}`));
		pass(300);
	}
	await keeper.flush();
	expect(writes()).toBeLessThan(8);
	for (const name of names) {
		expect(grants.read(name)?.evidence).toMatchObject({
			incoming: {summary: `in of ${name}`},
			outgoing: {summary: `out of ${name}`},
		});
	}
	await keeper.flush();
	expect(writes()).toBeLessThan(8);
});

test('what somebody else did meanwhile stays', async () => {
	const {grants, keeper, names} = await world(3);
	const [kept = '', removed = '', changed = ''] = names;
	for (const name of names) await keeper.add(name, 'alive', found(name));
	await grants.remove(removed);
	const before = grants.read(changed) ?? expect.fail('it is gone');
	await grants.write({...before, grant: {...before.grant, mailbox: 'other@acme.com'}});
	await keeper.flush();
	expect(grants.list().map(({grant}) => grant.name)).toEqual([kept, changed]);
	expect(grants.read(changed)).toMatchObject({
		grant: {mailbox: 'other@acme.com'},
		evidence: {alive: {summary: changed}},
	});
});
