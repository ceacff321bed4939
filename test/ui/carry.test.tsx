import decodeQR from 'qr/decode.js';
import {act} from 'react';
import {afterEach, beforeAll, expect, test} from 'vitest';
import type {SignInProgress, State} from '../../source/checklist/state.js';
import type {Abilities} from '../../source/terminal-port.js';
import {AbilitiesContext} from '../../source/ui/components/abilities.js';
import {Lines} from '../../source/ui/components/lines.js';
import {hyperlink} from '../../source/ui/format/hyperlink.js';
import type {Line} from '../../source/ui/format/line.js';
import {qrLines} from '../../source/ui/format/qr-lines.js';
import {valueSpans} from '../../source/ui/format/value.js';
import {atStep, namedStates, now} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {press} from '../helpers/press.js';
import {render, unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

const signingIn = atStep(namedStates['signing-in'], 'sign-in');
const waiting = signingIn.runs['sign-in'];
if (waiting?.step !== 'sign-in' || !waiting.progress) throw new Error('no sign-in');
const {startedAt, progress} = waiting;
const runsWith = (change: Partial<SignInProgress>): State['runs'] => ({
	'sign-in': {step: 'sign-in', startedAt, progress: {...progress, ...change}},
});

const devicePage = 'https://microsoft.com/devicelogin';

/** What a phone reads off the screen: dark and light by the colours, whatever they are drawn with. */
function readOff(lines: readonly Line[], isUtf8 = true): string {
	const modules = lines.flatMap(spans => {
		if (!isUtf8) {
			return [spans.flatMap(({text, tone}) => Array(text.length / 2).fill(tone === 'ink'))];
		}
		const [upper, lower] = ['█▀', '█▄'].map(dark =>
			spans.flatMap(({text}) => [...text].map(mark => dark.includes(mark))),
		);
		return [upper ?? [], lower ?? []];
	});
	const scale = 4;
	const width = (modules[0]?.length ?? 0) * scale;
	const height = modules.length * scale;
	const data = new Uint8Array(width * height * 4);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const isDark = modules[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
			const value = isDark ? 0 : 255;
			data.set([value, value, value, 255], 4 * (y * width + x));
		}
	}
	return decodeQR({width, height, data});
}

test.each([
	['with block characters at 80×24', devicePage, {columns: 80, rows: 22, isUtf8: true}],
	['with little room, in a narrow margin', devicePage, {columns: 80, rows: 17, isUtf8: true}],
	['with colours alone in a high window', devicePage, {columns: 80, rows: 40, isUtf8: false}],
	[
		'a sign-in address of 600 characters at 200×60',
		`https://login.example.com/?${'a1B2'.repeat(143)}x`,
		{columns: 200, rows: 58, isUtf8: true},
	],
] as const)('a phone reads the QR code: %s', (_, text, room) => {
	const code = qrLines(text, room);
	if (!code.fits) throw new Error(code.why);
	expect(code.lines.length).toBeLessThanOrEqual(room.rows);
	expect(readOff(code.lines, room.isUtf8)).toBe(text);
});

test.each([
	[devicePage, {columns: 80, rows: 22, isUtf8: false}, '66 columns and 33 rows without block'],
	[devicePage, {columns: 30, rows: 22, isUtf8: true}, '33 columns and 17 rows; here are 30 and 22'],
	['x'.repeat(600), {columns: 80, rows: 22, isUtf8: true}, '89 columns and 45 rows'],
	['x'.repeat(3000), {columns: 999, rows: 999, isUtf8: true}, 'more than a QR code holds'],
] as const)('a QR code that does not fit says why', (text, room, why) => {
	const code = qrLines(text, room);
	expect(code).toMatchObject({fits: false, why: expect.stringContaining(why)});
});

test('o shows the page for a device code as a QR code in its real size', async () => {
	const device = {
		is: 'waiting',
		userCode: 'ABCD-EFGH',
		verificationUri: devicePage,
		endsAt: now + 900_000,
	} as const;
	const {screen} = await openApp({...signingIn, runs: runsWith({device})});
	await press(screen, 'o');
	const rows = screen.rows();
	expect(rows[0]).toContain('code ABCD-EFGH');
	expect(rows[23]).toMatch(/^esc close/);
	expect(readOff(rows.slice(1, 23).map(text => [{text: text.padEnd(80)}]))).toBe(devicePage);
});

test('the QR code of a sign-in address that does not fit says so, and what does', async () => {
	const {screen, calls} = await openApp(signingIn);
	await press(screen, 'o');
	expect(screen.frame()).toMatch(/needs \d+ columns and \d+ rows; here are 80 and 22/);
	expect(screen.frame()).toContain('Or use a device code (d)');
	await press(screen, 'c', 'v');
	expect(calls.map(([verb]) => verb)).toEqual(['copy', 'showAlone']);
	await screen.resize(200, 60);
	expect(
		readOff(
			screen
				.rows()
				.slice(1, 58)
				.map(text => [{text: text.padEnd(200)}]),
		),
	).toBe(progress.authorizationUrl);
});

const linesWith = async (abilities: Abilities, lines: readonly Line[], columns: number) => {
	const screen = await render(
		<AbilitiesContext value={abilities}>
			<Lines lines={lines} columns={columns} />
		</AbilitiesContext>,
		{columns},
	);
	return screen.rows();
};

test('an address is a link to the whole of it, cut or not, where the terminal has links', async () => {
	const address = `https://login.example.com/?${'a'.repeat(100)}`;
	const lines = [valueSpans(address, 60), valueSpans(address, 200), valueSpans('no address', 60)];
	const [cut = '', whole = '', plain] = await linesWith({hasLinks: true, isUtf8: true}, lines, 200);
	const linkOf = (row: string) => /\u001B\]8;(id=\w+;[^\u0007]*)\u0007/.exec(row)?.[1];
	expect(linkOf(cut)).toMatch(/^id=\w+;/);
	expect(linkOf(cut)?.endsWith(`;${address}`)).toBe(true);
	expect(linkOf(cut)).toBe(linkOf(whole));
	expect(cut).toMatch(/…\u001B\]8;;\u0007 {3}\(127 chars\)$/);
	expect(plain).toBe('no address');
	const without = await linesWith({hasLinks: false, isUtf8: true}, lines, 200);
	expect(without.join('')).not.toContain('\u001B');
});

test('what is no address of the web, or holds escape sequences, is no link', () => {
	for (const address of [
		'javascript:alert(1)',
		'file:///etc/passwd',
		'https://a.example/ x',
		`https://a.example/${'x'.repeat(3000)}`,
	]) {
		expect(hyperlink('text', address)).toBe('text');
	}
	expect(hyperlink('text', 'https://a.example/\u001B]0;owned\u0007')).not.toContain('owned');
});

test('the first request through the tunnel is shown before the sign-in ends', async () => {
	const {screen, store} = await openApp(signingIn);
	expect(screen.frame()).toContain('No request yet; http://localhost:8765/');
	const seen = async (requests: number) => {
		const callback = {
			is: 'listening',
			requests,
			seenAt: Date.UTC(2026, 10, 23, 14, 2, 11),
		} as const;
		const run = runsWith({callback})['sign-in'];
		if (run) await act(async () => store.dispatch({type: 'run-progressed', run}));
	};
	await seen(1);
	expect(screen.frame()).toContain('The way works: a request came through at 14:02:11.');
	await seen(3);
	expect(screen.frame()).toContain('3 requests came through, the last at 14:02:11.');
});

test('after a copy that nobody answers for, a shows the value alone', async () => {
	const {screen, store, calls} = await openApp(signingIn);
	await press(screen, 'a');
	expect(calls).toEqual([]);
	const notice = {level: 'fine', text: 'Address: Sent.', canShowAlone: true} as const;
	await act(async () => store.dispatch({type: 'noticed', notice}));
	expect(screen.frame()).toContain('If nothing arrives: a shows it alone');
	await press(screen, 'a');
	expect(calls).toEqual([['showCopied']]);
	// A field takes letters.
	await press(screen, 'p', 'x');
	expect(screen.frame()).toContain('ctrl+o shows it alone');
	await press(screen, 'ctrl+o');
	expect(calls).toEqual([['showCopied'], ['showCopied']]);
});

test('ctrl+z and ctrl+l work on every screen, over a field too', async () => {
	for (const state of [namedStates.registered, atStep(namedStates.fresh, 'provider')]) {
		const {screen, calls} = await openApp(state);
		await press(screen, 'ctrl+z', 'ctrl+l');
		expect(calls.map(([verb]) => verb)).toEqual(['stopJob', 'redraw']);
	}
});

test('c copies a failure whole, as its sheet has it', async () => {
	const {screen, calls} = await openApp(atStep(namedStates['mail-failed'], 'incoming'));
	await press(screen, 'c');
	const [[verb, label, text] = []] = calls;
	expect([verb, label]).toEqual(['copy', 'Sheet to hand over']);
	expect(text).toContain('How it is repaired');
});

test('where a is another key, what was copied is shown by ctrl+o', async () => {
	const state = atStep(namedStates.complete, 'token-form');
	const notice = {level: 'fine', text: 'Client ID: Sent.', canShowAlone: true} as const;
	const {screen, calls} = await openApp({...state, notice});
	expect(screen.frame()).toContain('ctrl+o shows it alone');
	await press(screen, 'ctrl+o');
	expect(calls).toEqual([['showCopied']]);
});
