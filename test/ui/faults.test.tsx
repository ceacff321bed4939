import {afterEach, expect, test} from 'vitest';
import {faultTitle} from '../../source/diagnosis/listed-faults.js';
import {namedStates} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {press} from '../helpers/press.js';
import {unmountAll} from '../helpers/render.js';

afterEach(unmountAll);

const practice = namedStates['practice-complete'];
const open = {...practice, overlay: {type: 'faults'}} as const;
const id = 'exo-smtp-tenant-disabled';

test('f opens the list of faults in practice, and nowhere else', async () => {
	const {screen, store} = await openApp(practice);
	expect(screen.rows().at(-1)).toContain('f faults');
	await press(screen, 'f');
	expect(store.getState().overlay).toEqual({type: 'faults'});
	const real = await openApp(namedStates.complete);
	expect(real.screen.frame()).not.toContain('faults');
	await press(real.screen, 'f');
	expect(real.store.getState().overlay).toBeUndefined();
});

test('the list shows each fault under where it is met, and the one that is on', async () => {
	const {screen} = await openApp({...open, fault: id});
	const rows = screen.rows();
	expect(rows[0]).toBe(
		'Faults                        practice, fault: SMTP sign-in is off in the tenant',
	);
	expect(rows).toContain('Outgoing mail');
	expect(rows).toContain(
		'› on  SMTP sign-in is off in the tenant           exo-smtp-tenant-disabled',
	);
	expect(rows).toContain(
		'      SMTP sign-in is off for the mailbox         exo-smtp-mailbox-disabled',
	);
	expect(rows.at(-1)).toBe('enter switch off · ↑↓ move · ←→ group · x all well again · esc close');
});

test('Enter switches the chosen fault on, and the one that is on off', async () => {
	const off = await openApp(open);
	await press(off.screen, 'down');
	await press(off.screen, 'enter');
	const [first, second] = off.tasks.practice?.faults ?? [];
	expect(off.calls).toEqual([['practice.switchFault', second?.id]]);
	const on = await openApp({...open, fault: first?.id});
	expect(on.screen.rows().at(-1)).toContain('enter switch off');
	await press(on.screen, 'enter');
	await press(on.screen, 'x');
	expect(on.calls).toEqual([
		['practice.switchFault', undefined],
		['practice.switchFault', undefined],
	]);
});

test('right and left go from group to group', async () => {
	const {screen} = await openApp(open);
	const chosen = () => screen.rows().find(row => row.startsWith('›'));
	const first = chosen();
	await press(screen, 'right');
	const second = chosen();
	expect(second).not.toBe(first);
	await press(screen, 'down');
	await press(screen, 'left');
	expect(chosen()).toBe(second);
	await press(screen, 'left');
	expect(chosen()).toBe(first);
});

test('the fault that is on stands in the title of every screen', async () => {
	const {screen} = await openApp({...practice, fault: id});
	expect(screen.rows()[0]).toMatch(`practice, fault: ${faultTitle(id)}`);
	const narrow = await openApp({...practice, fault: id}, {columns: 40, rows: 12});
	expect(narrow.screen.rows()[0]).toContain('practice, fault: ');
});
