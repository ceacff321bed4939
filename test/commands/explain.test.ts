import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import {expect, onTestFinished, test} from 'vitest';
import {explain} from '../../source/commands/explain.js';
import {createInput} from '../../source/commands/input.js';
import {Interrupted} from '../../source/commands/interrupted.js';
import type {Invocation, World} from '../../source/commands/invocation.js';
import {createOutput} from '../../source/commands/output.js';
import {createLines} from '../../source/diagnosis/scan/lines.js';
import {createScanner} from '../../source/diagnosis/scan/scan.js';
import {runCli} from '../helpers/run-cli.js';

function invocation(
	texts: readonly string[],
	options: Invocation['options'] = {},
	signal = new AbortController().signal,
) {
	const stdin = new PassThrough();
	const written = {out: '', err: ''};
	const keepIn = (name: keyof typeof written) => (text: string) => {
		written[name] += text;
		return true;
	};
	const output = createOutput({write: keepIn('out')}, {write: keepIn('err')});
	const given: Invocation = {
		arguments: texts,
		options,
		isJson: options.json === true,
		timeoutMs: 1000,
		signal,
		input: createInput(() => stdin),
		output,
		// Nobody is asked and nothing is opened.
		world: {} as World,
	};
	return {given, stdin, written};
}

test('a message is explained, with its words and who repairs it', async () => {
	const {given, written} = invocation(['535', '5.7.3', 'Authentication', 'unsuccessful']);
	expect(await explain(given)).toBe(0);
	expect(written.out).toContain(
		'Exchange refuses the token\n  (one of several causes; microsoft, smtp)',
	);
	expect(written.out).toContain('The other side said: 535 5.7.3 Authentication unsuccessful');
});

test('--json has the whole shape, in order', async () => {
	const {given, written} = invocation(['AADSTS7000222: The keys are expired.\nAADSTS99999: x'], {
		json: true,
	});
	expect(await explain(given)).toBe(0);
	const [known, family] = JSON.parse(written.out);
	expect(Object.keys(known)).toEqual(
		'matched id title cause fix who transient provider stage confidence count lines said'.split(
			' ',
		),
	);
	expect(known).toMatchObject({
		id: 'ms-secret-expired',
		matched: 'AADSTS7000222: The keys are expired.',
		provider: 'microsoft',
		stage: 'token',
		count: 1,
		lines: [1, 1],
	});
	expect(family).toMatchObject({count: 1, lines: [2, 2], provider: 'microsoft'});
	expect(family).not.toHaveProperty('id');
	expect(JSON.stringify(family.fix)).toContain('error?code=99999');
});

test('standard input is read in whatever pieces it comes', async () => {
	const {given, stdin, written} = invocation([], {json: true});
	const explained = explain(given);
	for (const piece of ['noise\r\nAADSTS70', '00215: Invalid client secret\r', '\nnoi', 'se']) {
		stdin.write(piece);
	}
	stdin.end();
	expect(await explained).toBe(0);
	expect(JSON.parse(written.out)).toMatchObject([{id: 'ms-secret-invalid', lines: [2, 2]}]);
});

test('nothing to explain is 1, with an empty list for a script', async () => {
	const {given, written} = invocation(['all is well'], {json: true});
	expect(await explain(given)).toBe(1);
	expect(written.out).toBe('[]\n');
	const spoken = invocation(['all is well']);
	expect(await explain(spoken.given)).toBe(1);
	expect(spoken.written.err).toContain('Nothing in 1 line is a failure that mailgrant knows.');
});

test('no secret and no escape comes out', async () => {
	const {given, written} = invocation([
		'\u001B]0;x\u0007AADSTS7000215: client_secret=hunter2hunter2 access_token=ya29.a0AfH6SMBxyz12345 \u001B[2J',
	]);
	expect(await explain(given)).toBe(0);
	expect(written.out).not.toMatch(/r2hunter2|H6SMBxyz|\u001B|\u0007/);
});

test('a provider that is none is wrong usage', async () => {
	const {given} = invocation(['x'], {provider: 'yahoo'});
	await expect(explain(given)).rejects.toMatchObject({exitCode: 2});
});

test('a signal ends the reading', async () => {
	const controller = new AbortController();
	const {given, stdin} = invocation([], {}, controller.signal);
	const explained = explain(given);
	const reason = new Interrupted('SIGINT');
	controller.abort(reason);
	await expect(explained).rejects.toBe(reason);
	expect(stdin.listenerCount('data')).toBe(0);
});

test('the built program explains a log of some megabytes', async () => {
	const directory = await mkdtemp(path.join(tmpdir(), 'mailgrant-test-'));
	onTestFinished(() => rm(directory, {recursive: true, force: true}));
	const line = '2026-11-23 10:00:00,123 [main] INFO com.x.Task - a message was read\n';
	const failure = '2026-11-23 10:00:00,123 [main] ERROR - A1 NO AUTHENTICATE failed.\n';
	const stdin = `${line.repeat(20_000)}${failure}${line.repeat(20_000)}${failure}`;
	const ended = await runCli(['explain', '--json'], {config: directory, stdin});
	expect(ended).toMatchObject({code: 0, stderr: ''});
	expect(JSON.parse(ended.stdout)).toMatchObject([
		{id: 'exo-imap-authenticate-failed', count: 2, lines: [20_001, 40_002]},
	]);
});

test('lines without end, nulls and thousands of kinds of failures stay within bounds', () => {
	const scanner = createScanner();
	const lines = createLines(scanner.add);
	lines.add(`${'x'.repeat(100_000)} AADSTS7000215: Invalid ${'y'.repeat(1_000_000)}\n`);
	lines.add([...'AADSTS50011: no match\n'].map(character => `${character}\0`).join(''));
	for (let number = 0; number < 400; number++) lines.add(`AADSTS${80_000_000 + number}: x\n`);
	lines.end();
	const {findings, isCapped, lineCount} = scanner.end();
	expect(findings.slice(0, 2).map(({diagnosis, lines: at}) => [diagnosis.id, at])).toEqual([
		['ms-secret-invalid', [1, 1]],
		['ms-redirect-mismatch', [2, 2]],
	]);
	expect({count: findings.length, isCapped, lineCount}).toEqual({
		count: 200,
		isCapped: true,
		lineCount: 402,
	});
});
