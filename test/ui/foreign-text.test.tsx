import xterm from '@xterm/headless';
import fc from 'fast-check';
import {afterEach, beforeAll, expect, test} from 'vitest';
import type {State} from '../../source/checklist/state.js';
import {columnsOf} from '../../source/ui/format/columns.js';
import {atStep, namedStates} from '../helpers/named-states.js';
import {openApp} from '../helpers/open-app.js';
import {unmountAll} from '../helpers/render.js';

beforeAll(() => {
	process.env.TZ = 'UTC';
});
afterEach(unmountAll);

/** Texts that others write: subjects, names, addresses, answers of servers. */
const foreign = new Set([
	'account',
	'cause',
	'detail',
	'found',
	'mailbox',
	'name',
	'said',
	'seen',
	'sentence',
	'subject',
	'summary',
	'testRecipient',
	'text',
	'title',
]);

/** The same state with another text wherever one of them stands. */
function withText(state: State, text: string): State {
	const name = state.records[0]?.grant.name;
	const change = (value: unknown, key = ''): unknown => {
		if (value === name) return `${text} `;
		if (Array.isArray(value)) return value.map(item => change(item, key));
		if (typeof value === 'object' && value !== null)
			return Object.fromEntries(
				Object.entries(value).map(([inner, item]) => [inner, change(item, inner)]),
			);
		return typeof value === 'string' && foreign.has(key) ? text : value;
	};
	const {providers, ...others} = state;
	return {...(change(others) as Omit<State, 'providers'>), providers};
}

const difficult = [
	'מכתב חדש ‮gnp.exe‬ (2)',
	'رسالة ١٢٣ from IMAP',
	'邮件服务器拒绝了登录请求，请重试。',
	'क्षि हिन्दी में विषय',
	'นำ้ที่ไหน',
	'👩‍👩‍👧 👍🏽 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ⚠️',
	'e\u0301\u0323\u0332\u0346'.repeat(40),
	'ᄒ\u1160각 \u00AD\u200B\u061C\uFEFF',
	'\u001B[2J\u009B31m\u0007\u0085\u2028',
	// A mark that older terminals take for a letter.
	'\u0616',
];

const texts = fc.oneof(
	fc.constantFrom(...difficult),
	fc.string({unit: 'grapheme', maxLength: 120}),
	fc.string({unit: 'binary', maxLength: 120}),
);

const states: readonly (readonly [string, State])[] = [
	['the grants', namedStates['several-grants']],
	['the checklist', namedStates['mail-failed']],
	['the hosts', atStep(namedStates['services-failed'], 'services')],
	['the opened mailbox', atStep(namedStates.complete, 'incoming')],
	['a failed test', atStep(namedStates['mail-failed'], 'incoming')],
	['the From addresses', atStep(namedStates['senders-failed'], 'senders')],
	['the web server', atStep(namedStates['mounts-missing'], 'web-server')],
	['the sign-in', atStep(namedStates['signing-in'], 'sign-in')],
	['the token form', atStep(namedStates.complete, 'token-form')],
	['what ends', atStep(namedStates['ending-soon'], 'alive')],
	[
		'a notice',
		{...namedStates.registered, notice: {level: 'trouble', text: 'x', nextSteps: ['x']}},
	],
];

/** What a terminal shows that counts code points, and knows nothing of joined glyphs. */
async function shownBy(rows: readonly string[], columns: number): Promise<readonly string[]> {
	const terminal = new xterm.Terminal({cols: columns, rows: rows.length, allowProposedApi: true});
	await new Promise<void>(resolve => terminal.write(rows.join('\r\n'), resolve));
	const {active} = terminal.buffer;
	return rows.map((_, row) => {
		const line = active.getLine(active.baseY + row);
		return line?.isWrapped ? 'wrapped' : (line?.translateToString(true).trimEnd() ?? '');
	});
}

test.each(states)(
	'%s keeps its frame, whatever is written in it',
	async (_name, state) => {
		await fc.assert(
			fc.asyncProperty(texts, async text => {
				for (const [columns, rows] of [
					[80, 24],
					[60, 20],
				] as const) {
					const {screen} = await openApp(withText(state, text), {columns, rows});
					const shown = screen.rows();
					await screen.unmount();
					expect(shown.length).toBeLessThanOrEqual(rows);
					for (const row of shown) {
						expect(columnsOf(row), row).toBeLessThanOrEqual(columns);
						expect(row).not.toMatch(
							/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u061C\u2028-\u202E\u2066-\u2069]/,
						);
					}
					const model = await shownBy(shown, columns);
					expect(model).not.toContain('wrapped');
					expect(model.at(-1)).toBe(shown.at(-1));
				}
			}),
			{numRuns: 18, examples: difficult.map(text => [text])},
		);
	},
	30_000,
);
