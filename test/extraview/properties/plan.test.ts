import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	checkProperties,
	taskAdvice,
} from '../../../source/extraview/properties/check-properties.js';
import {difference} from '../../../source/extraview/properties/difference.js';
import {
	guessMeaning,
	isSecretKey,
	keysOf,
} from '../../../source/extraview/properties/known-keys.js';
import {maskProperties} from '../../../source/extraview/properties/mask-properties.js';
import {parseProperties} from '../../../source/extraview/properties/parse-properties.js';
import {patchProperties} from '../../../source/extraview/properties/patch-properties.js';
import {type Answers, planProperties} from '../../../source/extraview/properties/propose.js';
import {propertiesTemplate} from '../../../source/extraview/properties/template.js';
import {textFaults} from '../../../source/extraview/properties/text-faults.js';
import {providers} from '../../../source/providers/providers.js';
import {grantWith} from '../../helpers/records.js';
import {propertiesText} from './arbitraries.js';

const grant = grantWith();
const evmail = [
	'# EVMail',
	'MAILBOX_TYPE=SOMETHING',
	'MAILBOX_USER=old@acme.com',
	'MAILBOX_PASSWORD=hunter2',
	'MAIL_SERVER_HOST : mail.acme.com',
	'MAIL_SERVER_PORT 110',
	'OAUTH_TOKEN_NAME=',
	'COLOUR=blue',
	'',
].join('\n');
const plan = (text = evmail, answers: Answers = {}, task: 'evmail' | 'batchmail' = 'evmail') =>
	planProperties(text, {task, grant, providers, answers});

describe('proposals', () => {
	test('only what the manual shows is changed unasked', () => {
		expect(plan().changes).toEqual([{key: 'MAILBOX_USER', value: 'evmail@acme.com'}]);
	});

	test('what only its name speaks for is asked, with what each answer would put in', () => {
		expect(plan().questions.map(({key, guess}) => `${key} ${guess}`)).toEqual([
			'MAIL_SERVER_HOST host',
			'MAIL_SERVER_PORT port',
			'OAUTH_TOKEN_NAME token-name',
			'COLOUR undefined',
		]);
		expect(plan().questions[0]?.text).toMatch(/on no known page .* probably the host/);
		expect(plan().questions[0]?.choices).toContainEqual({
			meaning: 'host',
			value: 'outlook.office365.com',
		});
		expect(plan().questions[0]?.choices[0]).toEqual({meaning: 'keep'});
	});

	test('answers are used and not asked for again', () => {
		const answers = {MAIL_SERVER_HOST: 'host', MAIL_SERVER_PORT: 'port', COLOUR: 'keep'} as const;
		const {changes, questions} = plan(evmail, answers);
		expect(questions.map(({key}) => key)).toEqual(['OAUTH_TOKEN_NAME']);
		expect(patchProperties(evmail, changes)).toBe(
			evmail
				.replace('old@acme.com', 'evmail@acme.com')
				.replace('mail.acme.com', 'outlook.office365.com')
				.replace('110', '993'),
		);
	});

	test('BatchMail gets the outgoing server, EVMail the incoming one', () => {
		const answers = {SMTP_HOST: 'host', SMTP_PORT: 'port'} as const;
		expect(plan('SMTP_HOST=x\nSMTP_PORT=25\n', answers, 'batchmail').changes).toEqual([
			{key: 'SMTP_HOST', value: 'smtp.office365.com'},
			{key: 'SMTP_PORT', value: '587'},
		]);
	});

	test('a password is neither shown, nor asked about, nor proposed', () => {
		const {properties, questions} = plan();
		expect(properties.find(({key}) => key === 'MAILBOX_PASSWORD')).toMatchObject({
			value: '(hidden)',
			isSecret: true,
		});
		expect(JSON.stringify({properties, questions})).not.toContain('hunter2');
	});

	test('no answer puts anything where a password stands', () => {
		expect(plan('SMTP_PASSWORD=x\n', {SMTP_PASSWORD: 'mailbox'}).changes).toEqual([]);
	});

	test('tens of thousands of keys take no time', () => {
		const text = Array.from({length: 20_000}, (_, index) => `KEY_${index}=\n`).join('');
		expect(plan(text).properties).toHaveLength(20_000);
		expect(textFaults(text + text.slice(7), [])).toHaveLength(10);
		expect(maskProperties(text.replaceAll('KEY', 'PASSWORD'))).toHaveLength(text.length + 100_000);
		expect(checkProperties(text, {task: 'batchmail', grant, told: {}})).toEqual([]);
	});

	test('MAILBOX_TYPE keeps its value, since nothing public lists its values', () => {
		expect(plan().properties[0]).toMatchObject({basis: 'manual', meaning: 'keep'});
		expect(plan().properties[0]).not.toHaveProperty('proposed');
	});

	test('keys of an object’s own prototype are keys like others', () => {
		const {changes, properties} = plan('constructor=1\n__proto__=2\n');
		expect(changes).toEqual([]);
		expect(properties.map(({basis}) => basis)).toEqual(['unknown', 'unknown']);
	});

	test.each([
		['mail.smtp.host', '', 'host'],
		['SMTP_SERVER', 'mail.acme.com:25', 'host-and-port'],
		['smtpPort', '587', 'port'],
		['SMTP_PORT', 'five', undefined],
		['SMTP_USER', 'a@b.c', 'mailbox'],
		['RUN_AS_USER', 'evmail', undefined],
		['EMAIL_TOKEN', '', 'token-name'],
		['ACCESS_TOKEN', 'eyJ0eXAi', undefined],
		['USER_ROLE', '', undefined],
		['PASSWORD', '', undefined],
		['TRANSPORT', '', undefined],
	])('%s with %j probably is %s', (key, value, meaning) => {
		expect(guessMeaning(key, value)).toBe(meaning);
	});

	test.each([
		['MAILBOX_PASSWORD', true],
		['smtpPassword', true],
		['CLIENT_SECRET', true],
		['REFRESH_TOKEN', true],
		['API_KEY', true],
		['TOKEN_NAME', false],
		['KEY_FIELD', false],
		['COMPASS', false],
	])('%s is secret: %s', (key, isSecret) => {
		expect(isSecretKey(key)).toBe(isSecret);
	});
});

describe('the difference', () => {
	const names = {before: 'a', after: 'b'};

	test('shows the change with its neighbours, and hides secrets', () => {
		const after = patchProperties(evmail, plan().changes);
		expect(difference(evmail, after, names)).toBe(
			[
				'--- a',
				'+++ b',
				'@@ -1,6 +1,6 @@',
				' # EVMail',
				' MAILBOX_TYPE=SOMETHING',
				'-MAILBOX_USER=old@acme.com',
				'+MAILBOX_USER=evmail@acme.com',
				' MAILBOX_PASSWORD=(hidden)',
				' MAIL_SERVER_HOST : mail.acme.com',
				' MAIL_SERVER_PORT 110',
			].join('\n'),
		);
	});

	test('parts that are far from each other are hunks of their own', () => {
		const lines = Array.from({length: 30}, (_, index) => `K${index}=1`);
		const after = lines.map(line => line.replace(/^(K2|K25)=1/, '$1=2'));
		expect(difference(lines.join('\n'), after.join('\n'), names).match(/^@@.*/gm)).toEqual([
			'@@ -1,6 +1,6 @@',
			'@@ -23,7 +23,7 @@',
		]);
	});

	test('an added line at the end, and no line at all', () => {
		expect(difference('a=1\n', 'a=1\nb=2\n', names)).toContain('@@ -1,1 +1,2 @@\n a=1\n+b=2');
		expect(difference('', 'b=2\n', names)).toContain('@@ -0,0 +1,1 @@\n+b=2');
		expect(difference('a=1', 'a=1', names)).toBe('');
	});

	test('applied to the old text it gives the new one', () => {
		const line = fc.constantFrom('a', 'b', 'c', 'd');
		fc.assert(
			fc.property(fc.array(line), fc.array(line), (before, after) => {
				fc.pre(before.join() !== after.join());
				const text = difference(`${before.join('\n')}\n`, `${after.join('\n')}\n`, names);
				const shown = text
					.split('\n')
					.slice(2)
					.filter(each => !each.startsWith('@@'));
				const count = (marks: string) => shown.filter(each => marks.includes(each[0] ?? '')).length;
				expect(count('+') - count('-')).toBe((after.length || 1) - (before.length || 1));
				for (const each of shown) expect([...before, ...after, '']).toContain(each.slice(1));
			}),
		);
	});

	test('two long texts that have nothing in common take no time', () => {
		const many = (word: string) =>
			Array.from({length: 20_000}, (_, n) => `${word}${n}=1`).join('\n');
		expect(difference(many('a'), many('b'), names)).toContain('+b19999=1');
	});

	test('secrets are hidden on continuation lines and in commented lines too', () => {
		const text = 'PASSWORD=one\\\n  two\n#SMTP_PASSWORD = three\n! CLIENT_SECRET: four\nHOST=a\n';
		expect(maskProperties(text)).toBe(
			'PASSWORD=(hidden)\n#SMTP_PASSWORD = (hidden)\n! CLIENT_SECRET: (hidden)\nHOST=a\n',
		);
	});
});

describe('faults of a pasted text', () => {
	const kinds = (text: string) => textFaults(text, keysOf('evmail')).map(({type}) => type);
	const once = (text: string) =>
		textFaults(text, []).flatMap(fault => (fault.type === 'twice' ? [fault.once] : []));

	test('a whole text has none', () => {
		expect(kinds(evmail)).toEqual([]);
		expect(kinds(evmail.trimEnd())).toEqual([]);
	});

	test('a text pasted twice is recognised, and given once', () => {
		expect(once(evmail + evmail)).toEqual([evmail]);
		expect(once(`${evmail}\n\n${evmail}`)).toEqual([`${evmail}\n\n`]);
		const bare = evmail.trimEnd();
		expect(once(bare + bare)).toEqual([bare]);
		expect(kinds(evmail + evmail)).toEqual(['twice']);
	});

	test('a text that is cut in the middle is recognised', () => {
		expect(kinds('HOST=a\nMAILBOX_US')).toEqual(['cut-end']);
		expect(kinds('HOST=a\nMAILBOX_US\n')).toEqual(['cut-end']);
		expect(kinds('HOST=a\nMAILBOX_USER=b\\')).toEqual(['cut-end']);
		expect(kinds('HOST=a\nX=caf\\u00')).toEqual(['malformed', 'cut-end']);
		expect(kinds('LBOX_USER=a@b.c\nHOST=a\n')).toEqual(['cut-start']);
		expect(kinds('USER=a@b.c\nHOST=a\n')).toEqual([]);
	});

	test('no property, a key twice, a byte order mark and a broken escape are told', () => {
		expect(kinds('# only a comment\n')).toEqual(['empty']);
		expect(kinds('')).toEqual(['empty']);
		expect(kinds('A=1\nB=2\nA=3\n')).toEqual(['duplicate']);
		expect(kinds('\uFEFFA=1\n')).toEqual(['byte-order-mark']);
		expect(textFaults('A=1\nB=\\u12\n', [])).toMatchObject([{type: 'malformed', line: 2}]);
	});

	test('nothing of any text breaks the search for faults', () => {
		fc.assert(fc.property(propertiesText, text => void kinds(text)));
	});
});

describe('checks', () => {
	const remarks = (text: string, told = {}) =>
		checkProperties(text, {task: 'evmail', grant, told}).map(
			({level, text: words}) => `${level}: ${words}`,
		);

	test('MAILBOX_USER has to be the mailbox of the token and EMAIL_FROM_ADDRESS', () => {
		expect(remarks('MAILBOX_USER=other@acme.com\n', {emailFromAddress: 'a@acme.com'})).toEqual([
			expect.stringMatching(/^wrong: MAILBOX_USER is other@acme.com, but the token is for evmail@/),
			expect.stringMatching(/^wrong: EMAIL_FROM_ADDRESS is a@acme.com, MAILBOX_USER other@/),
			expect.stringMatching(/^ask: No ExtraView user may have this address/),
		]);
		expect(
			remarks('MAILBOX_USER=EVMAIL@acme.com\n', {emailFromAddress: 'evmail@acme.com'})[0],
		).toBe('fine: MAILBOX_USER equals EMAIL_FROM_ADDRESS.');
		expect(remarks('A=1\n')[0]).toMatch(/^trap: MAILBOX_USER is not set/);
		expect(remarks('A=1\n')[1]).toMatch(/^ask: .*Look it up/);
	});

	test('an equals sign in a value is a trap, and a secret stays hidden', () => {
		const found = remarks('MAILBOX_USER=evmail@acme.com\nX=a=b\nSMTP_PASSWORD=abc==\n');
		expect(found.filter(each => each.includes('equals sign'))).toHaveLength(2);
		expect(found.join()).toContain('password is null');
		expect(found.join()).not.toContain('abc');
	});

	test('the notation of the warnings is checked', () => {
		expect(remarks('ERROR_NOTIFICATION_WARNING=10 MINUTES\n').join()).not.toContain(
			'not of the form',
		);
		expect(remarks('ERROR_NOTIFICATION_WARNING=10\n').join()).toContain('not of the form');
	});

	test('advice names what the manual names', () => {
		const advice = taskAdvice('batchmail')
			.map(({text}) => text)
			.join('\n');
		for (const word of ['START_ON_BOOT', 'one node', 'EMAIL_NOTIFICATION', 'TASK_CONTROL_TASK']) {
			expect(advice).toContain(word);
		}
		expect(
			taskAdvice('evmail')
				.map(({text}) => text)
				.join(),
		).not.toContain('one node only');
	});
});

describe('the template', () => {
	test('says that it is one, and sets only what is certain', () => {
		const text = propertiesTemplate('evmail', grant, providers);
		expect(text).toMatch(/^# TEMPLATE .* not the text of your task/);
		expect(parseProperties(text).map(({key, value}) => `${key}=${value}`)).toEqual([
			'MAILBOX_USER=evmail@acme.com',
		]);
		expect(text).toContain('outlook.office365.com');
		const batch = propertiesTemplate('batchmail', grant, providers);
		expect(parseProperties(batch)).toEqual([]);
		expect(batch).toContain('587 (STARTTLS)');
	});
});
