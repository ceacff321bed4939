import {expect, onTestFinished, test} from 'vitest';
import {runCli, startCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {openPlain} from './open-plain.js';
import {walk} from './plain-walk.js';

/** What begins an escape sequence, and every control character but the end of a line. */
const moving = /[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

test('all steps are walked line by line on a terminal that is dumb', async () => {
	const plain = openPlain(['practice'], {TERM: 'dumb'});
	onTestFinished(() => plain.close());
	for (const [expected, answer] of walk) await plain.answer(expected, answer);
	expect(await plain.exited).toEqual({code: 0, signal: undefined});
	const output = plain.output();
	expect(output).toContain('15 of 15 done');
	expect(output).toContain('Practice ended; nothing of it is kept.');
	expect(output.replaceAll('\r\n', '\n')).not.toMatch(moving);
}, 60_000);

test('all steps are walked through pipes, whose answers lie ready', async () => {
	const config = `${temporaryDirectory()}/config`;
	const {code, stdout, stderr} = await runCli(['practice', '--plain'], {
		config,
		stdin: walk.map(([, answer]) => `${answer}\n`).join(''),
	});
	expect(stderr).toBe('');
	expect(code).toBe(0);
	expect(stdout).toContain('15 of 15 done');
	expect(stdout).not.toMatch(moving);
	// Each question was asked in its turn.
	let rest = stdout;
	for (const [expected] of walk) {
		const at = rest.search(expected);
		expect(at, String(expected)).toBeGreaterThan(-1);
		rest = rest.slice(at);
	}
}, 60_000);

test('fields are asked for one by one; what is wrong is said and asked for again', async () => {
	const plain = openPlain(['practice', '--plain']);
	onTestFinished(() => plain.close());
	await plain.answer(/Enter: open 1/, '');
	await plain.answer(/Enter: answer the fields/, '');
	await plain.answer(/Email Token Name: [\s\S]*Email Token Name \(.*\):/, 'first');
	await plain.answer(/1 Microsoft 365 \(now\)[\s\S]*Email Token Type, number:/, '7');
	await plain.answer(/Give a number from 1 to 3[\s\S]*Email Token Type, number:/, '1');
	await plain.answer(/Email Address:/, 'no address');
	await plain.answer(/Email Address \[no address\]:/, 'evmail@practice.example');
	await plain.answer(/Incoming mail, number:/, 'pop3');
	await plain.answer(/Outgoing mail, number:/, '');
	await plain.answer(
		/first +practice +Microsoft 365 +1 of 15 done[\s\S]*POP3 in, SMTP out[\s\S]*>/,
		'1',
	);
	await plain.answer(/Enter: save; e: answer the fields/, 'e');
	await plain.answer(/Email Token Name \[first\]:/, '.');
	await plain.answer(/Nothing was saved[\s\S]*>/, 'nonsense');
	await plain.answer(/“nonsense” is none of the choices[\s\S]*>/, '?');
	await plain.answer(
		/Name the grant, choose who holds the mailbox[\s\S]*o: Show or hide[\s\S]*>/,
		'.',
	);
	await plain.answer(/Enter: open 2[\s\S]*>/, '99');
	await plain.answer(/There is no 99\. Give a number from 1 to 15\.[\s\S]*>/, 'q');
	expect((await plain.exited).code).toBe(0);
});

test('a secret is not echoed, and several lines at once are a paste', async () => {
	const plain = openPlain(['practice', '--plain']);
	onTestFinished(() => plain.close());
	await plain.answer(/Enter: open 1/, '1');
	await plain.answer(/p: fill in/, 'p');
	await plain.answer(/Enter: create/, '');
	await plain.answer(/Enter: open 2/, '7');
	await plain.answer(/Enter: answer the fields/, 'e');
	await plain.answer(/Tenant ID:/, '7d2c41a6-5b0e-4f7e-9a53-1c6f0e8b9d24');
	await plain.answer(/Client ID:/, 'c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7');
	await plain.answer(/Client Secret:/, '8Q~canary.0123456789012345678901');
	await plain.answer(/Secret ends \(.*\):/, '2030-01-02');
	await plain.answer(/The Client Secret is wrong[\s\S]*>/, '');
	expect(plain.output()).not.toContain('canary');
	await plain.answer(
		/>/,
		'Application (client) ID: c3a9f0d8-62b1-4e0f-8d57-90be12f4a6c7\nDirectory (tenant) ID: 7d2c41a6-5b0e-4f7e-9a53-1c6f0e8b9d24',
	);
	await plain.answer(/Recognised: Tenant ID, Client ID/, '<<');
	await plain.answer(
		/Paste, then a line with a dot alone/,
		'Client secret value: 9Q~canary.0123456789012345678901x\n\n.',
	);
	await plain.answer(/Recognised: Client Secret[\s\S]*>/, '.');
	expect(plain.output()).not.toContain('canary');
});

test('a failure is told with what repairs it', async () => {
	const plain = openPlain(['practice', '--plain', '--fault', 'ms-secret-invalid']);
	onTestFinished(() => plain.close());
	await plain.answer(/Enter: open 1/, '1');
	await plain.answer(/p: fill in/, 'p');
	await plain.answer(/Enter: create/, '');
	await plain.answer(/Enter: open 2/, '7');
	await plain.answer(/p: fill in/, 'p');
	await plain.answer(/Enter: save and verify/, '');
	await plain.answer(
		/The Client Secret is wrong[\s\S]*repair it[\s\S]*1 {2}\S[\s\S]*t: sheet/,
		't',
	);
	await plain.answer(/To hand over: 7[\s\S]*How it is repaired[\s\S]*>/, '.');
});

test('Ctrl+C says the last words and ends with 130', async () => {
	const plain = openPlain(['practice', '--plain']);
	onTestFinished(() => plain.close());
	await plain.waitFor(/Enter: open 1/);
	plain.write('\u0003');
	expect((await plain.exited).code).toBe(130);
	expect(plain.output()).toContain('Practice ended; nothing of it is kept.');
});

test('what was typed is there again after the input has ended', async () => {
	const config = `${temporaryDirectory()}/config`;
	const input = '1\ne\nhalf\n';
	const first = await runCli(['--plain'], {config, stdin: input});
	expect(first.code).toBe(0);
	expect(first.stdout).toContain('Nothing is set up yet. Go on with: mailgrant --plain');
	const second = await runCli(['--plain'], {config});
	expect(second.stdout).toMatch(/Email Token Name +half/);
});

test('without a terminal the screens name the way line by line', async () => {
	const {code, stderr} = await runCli([], {config: `${temporaryDirectory()}/config`});
	expect(code).toBe(2);
	expect(stderr).toContain('mailgrant --plain');
});

test('a reader that ends early does not hurt', async () => {
	const cli = startCli(['practice', '--plain'], {config: `${temporaryDirectory()}/config`});
	await cli.until(/Enter: open 1/);
	cli.endInput();
	expect((await cli.ended).code).toBe(0);
});
