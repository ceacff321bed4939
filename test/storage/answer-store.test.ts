import {readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openAnswers} from '../../source/storage/answer-store.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const instance = 'https://track.acme.com/evj';

test('answers are kept for their instance, and added to', () => {
	const directory = path.join(temporaryDirectory(), 'config');
	const answers = openAnswers({directory});
	expect(answers.readAnswers(instance)).toEqual({});
	answers.writeAnswers(instance, {SMTP_HOST: 'host', COLOUR: 'keep'});
	answers.writeAnswers(instance, {COLOUR: 'mailbox'});
	answers.writeAnswers('https://other.acme.com/evj', {SMTP_HOST: 'keep'});
	expect(openAnswers({directory}).readAnswers(instance)).toEqual({
		SMTP_HOST: 'host',
		COLOUR: 'mailbox',
	});
	expect(statSync(path.join(directory, 'instances.json')).mode & 0o777).toBe(0o600);
});

test('keys and instances named like members of an object are kept too', () => {
	const directory = path.join(temporaryDirectory(), 'config');
	const answers = openAnswers({directory});
	expect(answers.readAnswers('constructor')).toEqual({});
	const odd = Object.fromEntries([['valueOf', 'keep' as const]]);
	answers.writeAnswers('constructor', odd);
	expect(answers.readAnswers('constructor')).toEqual(odd);
});

test('what is no answer is asked anew, and a damaged file stays as it is', () => {
	const directory = path.join(temporaryDirectory(), 'config');
	const answers = openAnswers({directory});
	answers.writeAnswers(instance, {A: 'host'});
	const file = path.join(directory, 'instances.json');
	const stored = JSON.parse(readFileSync(file, 'utf8'));
	stored.instances[instance] = {A: 'host', B: 'nonsense', C: 3};
	writeFileSync(file, JSON.stringify(stored));
	expect(openAnswers({directory}).readAnswers(instance)).toEqual({A: 'host'});
	writeFileSync(file, '{"instances": {');
	expect(() => openAnswers({directory}).readAnswers(instance)).toThrow(/is damaged/);
	expect(() => openAnswers({directory}).writeAnswers(instance, {A: 'keep'})).toThrow(/is damaged/);
	expect(readFileSync(file, 'utf8')).toBe('{"instances": {');
});
