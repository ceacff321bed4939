import {expect, test} from 'vitest';
import {lastWords} from '../../source/checklist/last-words.js';
import {providers} from '../../source/providers/providers.js';
import {recordWith} from '../helpers/records.js';

const options = {command: 'mailgrant', isPractice: false};

test('the last line says what is done, what is left, and how to go on', () => {
	expect(lastWords(undefined, providers, options)).toBe(
		'Nothing is set up yet. Go on with: mailgrant',
	);
	expect(lastWords(recordWith(), providers, options)).toBe(
		'evmail@acme.com: 1 of 15 done, next is 2 Mail service from here. Go on with: mailgrant',
	);
	expect(lastWords(recordWith(), providers, {...options, isPractice: true})).toMatch(
		/^Practice ended/,
	);
});
