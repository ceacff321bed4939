import {expect, test} from 'vitest';
import {faultTitle} from '../../source/diagnosis/listed-faults.js';
import {openProgram} from './program.js';

const title = (id: string) =>
	new RegExp(
		`practice, fault: ${faultTitle(id).slice(0, 20)}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
	);

test('a fault is on from the start, is explained, switched off and another one on', async () => {
	const terminal = openProgram(['practice', '--fault', 'tls-expired']);
	try {
		await terminal.waitFor(title('tls-expired'));
		await terminal.press('enter');
		await terminal.waitFor(/Email Token Name/);
		await terminal.press('ctrl+p');
		await terminal.waitFor(/Email Address +evmail@practice\.example/);
		await terminal.press('enter');
		await terminal.waitFor(/› needs you {2}2 {2}Mail service from here/);
		await terminal.press('enter');
		await terminal.waitFor(/failed +imap .*The certificate has exp[\s\S]*enter again/);
		await terminal.press('escape');
		await terminal.waitFor(/failed +2 +Mail service from here/);
		await terminal.press('f');
		await terminal.waitFor(/› on +.*tls-expired/);
		await terminal.press('x');
		const off = await terminal.waitFor(/^Faults +practice {3}evmail/m);
		expect(off).not.toMatch(/^. on /m);
		await terminal.press('home');
		await terminal.press('enter');
		await terminal.waitFor(/^› on /m);
		await terminal.press('x');
		await terminal.waitFor(/^Faults +practice {3}evmail/m);
		await terminal.press('escape');
		await terminal.waitFor(/f faults/);
		await terminal.press('r');
		await terminal.waitFor(/done +2 +Mail service from here/);
		await terminal.press('ctrl+c');
		expect(await terminal.exited).toEqual({code: 0, signal: undefined});
	} finally {
		await terminal.close();
	}
}, 60_000);
