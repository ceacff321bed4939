import {expect, test} from 'vitest';
import {providers} from '../../source/providers/providers.js';
import {type Draft, editText} from '../../source/ui/format/edit-text.js';
import {fieldLine} from '../../source/ui/format/field-line.js';
import {fitHints} from '../../source/ui/format/hint-line.js';
import {cutText, fitLine, line, spread, widthOf} from '../../source/ui/format/line.js';
import {portalActions} from '../../source/ui/format/portal-actions.js';
import {windowOf} from '../../source/ui/format/scroll.js';
import {stepNamed} from '../../source/ui/format/step-about.js';
import {distance, duration} from '../../source/ui/format/time.js';
import {valueSpans} from '../../source/ui/format/value.js';
import {chunks, wrapText} from '../../source/ui/format/wrap.js';
import {recordWith} from '../helpers/records.js';

const textOf = (spans: readonly {readonly text: string}[]) => spans.map(({text}) => text).join('');
const key = (draft: Draft, ...names: readonly string[]) =>
	names.reduce((now, name) => editText(now, {type: 'key', name}), draft);

test('a text is cut by columns, not by characters', () => {
	expect(cutText('邮件服务器', 7)).toBe('邮件服…');
	expect(cutText('plain', 5)).toBe('plain');
	expect(cutText('👩‍👩‍👧 family', 8)).toBe('👩‍👩‍👧 …');
});

test('a line is cut across its spans and says so', () => {
	const cut = fitLine([{text: 'abcdef'}, {text: 'ghijkl'}], 8);
	expect(textOf(cut)).toBe('abcdefg…');
	expect(textOf(fitLine([{text: 'abcdef'}, {text: 'ghijkl'}], 6))).toBe('abcde…');
	expect(textOf(fitLine([{text: 'abcdef'}], 6))).toBe('abcdef');
});

test('escape sequences and line breaks do not come through a line', () => {
	const hostile = line('a\u001B[2Jb\u001B]0;title\u0007c\nd\u009B31me\u202Ef');
	expect(textOf(fitLine(hostile, 80))).toBe('abc def');
});

test('left and right share a line and the left gives way', () => {
	const shared = spread(line('a long title of a screen'), line('right'), 20);
	expect(textOf(shared)).toBe('a long title…  right');
	expect(widthOf(shared)).toBe(20);
});

test('words are wrapped, and longer ones broken without a loss', () => {
	expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
	expect(wrapText('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'xxxxx']);
	expect(wrapText('', 10)).toEqual([]);
});

test('a value alone is cut into lines that join to itself', () => {
	const url = `https://login.example.com/authorize?state=${'s'.repeat(300)}&x=邮件`;
	const pieces = chunks(url, 40);
	expect(pieces.join('')).toBe(url);
	expect(pieces.every(piece => piece.length <= 40)).toBe(true);
});

test('a value that does not fit shows its beginning and its length', () => {
	expect(textOf(valueSpans('short', 20))).toBe('short');
	expect(textOf(valueSpans('x'.repeat(100), 40))).toBe(`${'x'.repeat(25)}…   (100 chars)`);
});

test('a list is scrolled around its cursor and then by hand', () => {
	expect(windowOf({length: 5, height: 10})).toEqual({start: 0, end: 5});
	expect(windowOf({length: 50, height: 10, focus: 3})).toEqual({start: 0, end: 10});
	const middle = windowOf({length: 50, height: 10, focus: 30});
	expect(middle.start).toBeLessThan(30);
	expect(middle.end).toBeGreaterThan(31);
	expect(windowOf({length: 50, height: 10, focus: 49})).toEqual({start: 40, end: 50});
	expect(windowOf({length: 50, height: 10, by: 99})).toEqual({start: 40, end: 50});
});

test('the least important hints are left out first, help stays', () => {
	const hints = [
		{key: 'enter', hint: 'open', isKept: false},
		{key: 'r', hint: 'run all checks', isKept: false},
		{key: 'v', hint: 'show alone', isKept: false},
		{key: '?', hint: 'help', isKept: true},
	];
	const shown = (width: number) => fitHints(hints, width).map(({key}) => key);
	expect(shown(80)).toEqual(['enter', 'r', 'v', '?']);
	expect(shown(40)).toEqual(['enter', 'r', '?']);
	expect(shown(10)).toEqual(['enter', '?']);
});

test('durations and distances are said as people say them', () => {
	expect(duration(42_000)).toBe('0:42');
	expect(duration(3_661_000)).toBe('1:01:01');
	expect(duration(-1)).toBe('0:00');
	expect(distance(58 * 60_000, 0)).toBe('in 58 min');
	expect(distance(0, 3 * 86_400_000)).toBe('3 days ago');
});

test('the caret goes by graphemes, and deletes them whole', () => {
	const family = {text: 'a👩‍👩‍👧b', caret: 'a👩‍👩‍👧b'.length};
	expect(key(family, 'left', 'backspace')).toEqual({text: 'ab', caret: 1});
	expect(key({text: 'e\u0301x', caret: 0}, 'delete')).toEqual({text: 'x', caret: 0});
});

test('Ctrl+A, Ctrl+E, Ctrl+U, Ctrl+W and Ctrl+K edit as in a shell', () => {
	const draft = {text: 'one two three', caret: 7};
	expect(key(draft, 'ctrl+a').caret).toBe(0);
	expect(key(draft, 'ctrl+e').caret).toBe(13);
	expect(key(draft, 'ctrl+u')).toEqual({text: ' three', caret: 0});
	expect(key(draft, 'ctrl+w')).toEqual({text: 'one  three', caret: 4});
	expect(key(draft, 'ctrl+k')).toEqual({text: 'one two', caret: 7});
	expect(key(draft, 'home', 'delete').text).toBe('ne two three');
});

test('what is pasted into a field comes without line breaks and escapes, and is capped', () => {
	const empty = {text: '', caret: 0};
	const insert = (text: string) => editText(empty, {type: 'insert', text}).text;
	expect(insert('  a\r\nb\u001B[31m ')).toBe('a b');
	expect(insert('x'.repeat(100_000)).length).toBe(4000);
	expect(insert(' ')).toBe(' ');
});

test('of a long text in a field the part around the caret is shown', () => {
	const text = 'https://login.example.com/a/very/long/path/that/does/not/fit';
	const shown = (caret: number) =>
		textOf(fieldLine({label: 'URL', draft: {text, caret}, isFocused: true, width: 50}));
	expect(shown(text.length)).toContain('not/fit');
	expect(shown(0)).toContain('https://login');
	expect(widthOf(fitLine([{text: shown(text.length)}], 50))).toBeLessThanOrEqual(50);
});

test('a masked field shows neither the text nor more than its length', () => {
	const secret = {text: 'kQ8Z~secret', caret: 11};
	const shown = textOf(
		fieldLine({label: 'Client Secret', draft: secret, isFocused: true, width: 80, isMasked: true}),
	);
	expect(shown).toContain('•'.repeat(11));
	expect(shown).not.toContain('k');
});

test('the walk-through has this grant’s values, and only the actions that concern it', () => {
	const plain = portalActions(recordWith({incoming: 'pop3', outgoing: 'none'}), providers);
	expect(plain.map(({id}) => id)).toContain('pop3');
	expect(plain.map(({id}) => id)).not.toContain('imap');
	expect(plain.map(({id}) => id)).not.toContain('smtp');
	expect(plain.map(({id}) => id)).not.toContain('extraview');
	expect(plain.find(({id}) => id === 'redirect')?.values).toEqual([
		'http://localhost:8765/callback',
	]);
	const withExtraview = portalActions(
		recordWith({extraviewUrl: 'https://track.acme.com/evj'}),
		providers,
	);
	expect(withExtraview.find(({id}) => id === 'extraview')?.values[0]).toMatch(
		/^https:\/\/track\.acme\.com\/evj\/OAuth2\?/,
	);
});

test('a sentence names a step with its number and its title', () => {
	expect(stepNamed('sign-in')).toBe('step 8, Sign in');
	expect(stepNamed('sign-in', recordWith({flow: 'app-only'}))).toBe('step 8, Get a token');
});
