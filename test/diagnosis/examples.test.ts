import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {catalogue} from '../../source/diagnosis/catalogue/catalogue.js';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import {failureFromText} from '../../source/diagnosis/failure-from-text.js';
import type {ProviderId} from '../../source/grant.js';
import examples from './examples.json' with {type: 'json'};

const providerOf = (id: string): ProviderId => {
	if (/^(?:ms|exo)-/.test(id)) return 'microsoft';
	return id.startsWith('g-') ? 'google' : 'custom';
};

const explain = (text: string, provider: ProviderId) =>
	diagnose(failureFromText(text, provider), {provider});

describe('every example gets its own explanation', () => {
	test.each(examples)('$id', ({id, example}) => {
		expect(explain(example, providerOf(id)).id).toBe(id);
	});
});

test('every example has a case and every case can be read', () => {
	const ids = catalogue.map(({id}) => id);
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids).toEqual(expect.arrayContaining(examples.map(({id}) => id)));
	for (const {title, cause, fix} of catalogue) {
		expect(title.length).toBeLessThanOrEqual(72);
		expect(cause).toMatch(/\.$/);
		expect(fix.length).toBeGreaterThan(0);
	}
});

/** What differs from one occurrence of the same failure to the next. */
const variations = fc.record({
	guids: fc.array(fc.uuid(), {minLength: 1, maxLength: 3}),
	server: fc.stringMatching(/^[A-Z]{2}[0-9]P[0-9]{3}MB[0-9]{4}$/),
	date: fc.date({min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true}),
	isUpper: fc.boolean(),
});

test('trace ids, times and server names change no verdict', () => {
	fc.assert(
		fc.property(fc.constantFrom(...examples), variations, ({id, example}, varied) => {
			const [guid = ''] = varied.guids;
			const text = example
				.replace(
					/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
					varied.isUpper ? guid.toUpperCase() : guid,
				)
				.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, varied.date.toISOString())
				.replace(/\[[A-Z0-9]+\.[\w.]+\.outlook\.com/gi, `[${varied.server}.prod.outlook.com`)
				.replace(/\buser@contoso\.com\b/g, `${varied.server.toLowerCase()}@example.com`);
			expect(explain(text, providerOf(id)).id).toBe(id);
		}),
		{numRuns: 400},
	);
});

test('letters in lower case change no verdict, but those of base64', () => {
	for (const {id, example} of examples.filter(each => each.id !== 'g-sasl-challenge')) {
		expect(explain(example.toLowerCase(), providerOf(id)).id).toBe(id);
	}
});

test('line ends and surroundings of a log change no verdict', () => {
	for (const {id, example} of examples) {
		expect(explain(example.replaceAll('\n', '\r\n'), providerOf(id)).id).toBe(id);
		expect(explain(`${example}\n`, providerOf(id)).id).toBe(id);
	}
});

test('texts that are about something else get no explanation', () => {
	const texts = [
		'',
		'Hello, world',
		'The error was found and repaired; access is fine again.',
		'Timeout of the meeting: 30 minutes, invalid tickets are refused',
		'200 OK',
		'a1 OK SELECT completed',
		'250 2.0.0 OK',
		'Login failed for the parking garage',
		'token basic authentication scope secret expired redirect',
	];
	for (const provider of ['microsoft', 'google', 'custom'] as const) {
		for (const text of texts) expect(explain(text, provider).id, text).toBeUndefined();
	}
	fc.assert(
		fc.property(fc.lorem({maxCount: 30}), fc.string({maxLength: 200}), (words, noise) => {
			expect(explain(words, 'microsoft').id).toBeUndefined();
			expect(explain(noise, 'google').id).toBeUndefined();
		}),
	);
});

test('whatever the text, the answer is clean, capped and never an exception', () => {
	const hostile = fc.oneof(
		fc.string({unit: 'binary', maxLength: 300}),
		fc
			.tuple(fc.constantFrom(...examples), fc.string({unit: 'binary', maxLength: 40}), fc.nat(200))
			.map(
				([{example}, noise, at]) =>
					`${example.slice(0, at)}\u001B]0;${noise}\u0007${example.slice(at)}`,
			),
	);
	fc.assert(
		fc.property(
			hostile,
			fc.constantFrom<ProviderId>('microsoft', 'google', 'custom'),
			(text, provider) => {
				const {said, cause, title, fix} = explain(text, provider);
				for (const part of [said, cause, title, ...fix]) {
					expect(part).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
				}
				expect(said.length).toBeLessThanOrEqual(500);
			},
		),
		{numRuns: 300},
	);
});
