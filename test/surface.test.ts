import {expect, test} from 'vitest';
import {isAsciiOnly} from '../source/character-set.js';
import {isColourless} from '../source/no-color.js';
import {surfaceOf} from '../source/surface.js';

const terminal = {
	isPlain: false,
	isScreenReader: false,
	isInputTerminal: true,
	isOutputTerminal: true,
	term: 'xterm-256color',
	platform: 'linux',
};

test('the screens need a terminal that moves its cursor; others are asked line by line', () => {
	expect(surfaceOf(terminal)).toBe('screens');
	expect(surfaceOf({...terminal, isScreenReader: true})).toBe('screen reader');
	expect(surfaceOf({...terminal, term: 'dumb'})).toBe('plain');
	expect(surfaceOf({...terminal, term: undefined})).toBe('plain');
	expect(surfaceOf({...terminal, term: undefined, platform: 'win32'})).toBe('screens');
	expect(surfaceOf({...terminal, isOutputTerminal: false})).toBe('plain');
	expect(surfaceOf({...terminal, isPlain: true, isScreenReader: true})).toBe('plain');
});

test('where nobody can answer, the way through a pipe is named', () => {
	const pipe = {...terminal, isInputTerminal: false};
	expect(() => surfaceOf(pipe)).toThrow(/standard input is none/);
	expect(surfaceOf({...pipe, isPlain: true})).toBe('plain');
});

test('the locale says whether more than ASCII is shown', () => {
	expect(isAsciiOnly({LANG: 'C'}, 'linux')).toBe(true);
	expect(isAsciiOnly({LANG: 'C.UTF-8'}, 'linux')).toBe(false);
	expect(isAsciiOnly({LC_ALL: '', LANG: 'de_DE.utf8'}, 'linux')).toBe(false);
	expect(isAsciiOnly({LC_ALL: 'C', LANG: 'de_DE.UTF-8'}, 'linux')).toBe(true);
	expect(isAsciiOnly({LANG: 'de_DE.ISO-8859-1'}, 'linux')).toBe(true);
	expect(isAsciiOnly({}, 'linux')).toBe(true);
	expect(isAsciiOnly({}, 'darwin')).toBe(false);
	expect(isAsciiOnly({TERM: 'linux', LANG: 'C.UTF-8'}, 'linux')).toBe(true);
});

test('NO_COLOR counts unless it is empty or FORCE_COLOR is there', () => {
	expect(isColourless({})).toBe(false);
	expect(isColourless({NO_COLOR: ''})).toBe(false);
	expect(isColourless({NO_COLOR: '0'})).toBe(true);
	expect(isColourless({NO_COLOR: '1', FORCE_COLOR: '1'})).toBe(false);
});
