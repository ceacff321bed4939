import {expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import {createStore} from '../../source/checklist/store.js';
import {createCarry} from '../../source/tasks/create-carry.js';
import type {Copied, Terminal} from '../../source/terminal-port.js';
import {createLending} from '../../source/ui/lending.js';
import {namedStates} from '../helpers/named-states.js';

/** The verbs over a terminal that answers so, and what it was asked for, in order. */
function carrying(copied: Copied, {isStopped = true} = {}) {
	const store = createStore(reducer, namedStates.registered);
	const did: string[] = [];
	const works: Promise<void>[] = [];
	const terminal = {
		copy: async (text: string) => {
			did.push(`copy ${text}`);
			return copied;
		},
		showAlone: async (label: string, value: string) => {
			did.push(`alone ${label}: ${value}`);
		},
		stop: async () => {
			did.push('stop');
			return isStopped;
		},
	} as unknown as Terminal;
	const verbs = createCarry(
		store,
		{terminal},
		{
			follow: work => works.push(work()),
			async lend(work) {
				did.push('lent');
				await work(new AbortController().signal);
				did.push('back');
			},
		},
	);
	const settled = async () => {
		await Promise.all(works);
		return store.getState().notice;
	};
	return {verbs, did, settled};
}

test('what can be copied nowhere is shown alone at once', async () => {
	const {verbs, did, settled} = carrying({how: 'nowhere', detail: 'Not copied: no way.'});
	verbs.copy('Address', 'https://a');
	const notice = await settled();
	expect(did).toEqual(['copy https://a', 'lent', 'alone Address: https://a', 'back']);
	expect(notice).toEqual({
		level: 'trouble',
		text: 'Address: Not copied: no way.',
		canShowAlone: true,
	});
});

test('what is sent to a terminal of which nothing is known is shown alone the first time', async () => {
	const {verbs, did, settled} = carrying({how: 'terminal', detail: 'Sent.'});
	verbs.copy('Code', 'ABCD');
	expect(await settled()).toEqual({level: 'fine', text: 'Code: Sent.', canShowAlone: true});
	expect(did).toEqual(['copy ABCD', 'lent', 'alone Code: ABCD', 'back']);
	verbs.copy('Code', 'EFGH');
	expect(await settled()).toMatchObject({level: 'fine', canShowAlone: true});
	expect(did.slice(4)).toEqual(['copy EFGH']);
	verbs.showCopied();
	await settled();
	expect(did).toContain('alone Code: EFGH');
});

test.each([
	{how: 'terminal', detail: 'Sent.', isTaken: true},
	{how: 'clipboard', detail: 'Copied.'},
] as const)('after %o nothing is shown but when it is asked for', async copied => {
	const {verbs, did, settled} = carrying(copied);
	verbs.copy('Code', 'ABCD');
	expect(await settled()).toMatchObject({level: 'fine', canShowAlone: false});
	expect(did).toEqual(['copy ABCD']);
	verbs.showCopied();
	await settled();
	expect(did).toContain('alone Code: ABCD');
});

test('nothing is shown for what was never copied, or is empty', async () => {
	const {verbs, did, settled} = carrying({how: 'nowhere', detail: 'There is nothing to copy.'});
	verbs.showCopied();
	verbs.copy('Field', '');
	expect(await settled()).toMatchObject({canShowAlone: false});
	expect(did).toEqual(['copy ']);
});

test('the terminal is free while the program is stopped, and a stop that failed is told', async () => {
	const {verbs, did, settled} = carrying({how: 'nowhere', detail: ''}, {isStopped: false});
	verbs.stopJob();
	expect((await settled())?.text).toMatch(/^Not stopped/);
	expect(did).toEqual(['lent', 'stop', 'back']);
});

test('the terminal is lent to one at a time, and to nobody when the screens close', async () => {
	const controller = new AbortController();
	const lending = createLending(controller.signal);
	const did: string[] = [];
	// Before there are screens there is nothing to lend.
	await lending.lend(async () => void did.push('too soon'));
	lending.attach(async work => {
		did.push('(');
		await work();
		did.push(')');
	});
	const gate = Promise.withResolvers<void>();
	const first = lending.lend(async () => {
		did.push('first');
		await gate.promise;
		throw new Error('broken');
	});
	const second = lending.lend(async () => void did.push('second'));
	gate.resolve();
	await expect(first).rejects.toThrow('broken');
	await second;
	await lending.free();
	expect(did).toEqual(['(', 'first', '(', 'second', ')']);
	controller.abort();
	await lending.lend(async () => void did.push('too late'));
	expect(did).toHaveLength(5);
});
