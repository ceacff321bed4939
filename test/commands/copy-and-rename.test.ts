import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {fitOf} from '../../source/checklist/steps.js';
import {createServices} from '../../source/create-services.js';
import {readRecord, renameGrant, saveEvidence} from '../../source/tasks/grants.js';
import {runCli} from '../helpers/run-cli.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const secrets = {
	ev: 'kQ8Q~c4nary.of.the.first.grant.0123456',
	other: 'kQ8Q~c4nary.of.the.other.01234567890',
};
const control = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

/** Two grants, each with a secret, the first with proofs, in a directory of their own. */
async function place() {
	const config = path.join(temporaryDirectory(), 'config');
	const run = (args: readonly string[], stdin = '') => runCli(args, {config, stdin});
	for (const name of ['ev', 'other'] as const) {
		const flags = ['--provider=microsoft', `--mailbox=${name}@example.com`, '--tenant=a.example'];
		const added = await run(['add', name, ...flags, '--client-secret-stdin'], secrets[name]);
		expect(added).toMatchObject({code: 0});
	}
	const services = createServices({directory: config});
	for (const step of ['client', 'token-form'] as const) {
		const fits = fitOf(step, readRecord(services, 'ev'), services.providers);
		await saveEvidence(services, 'ev', step, {at: 1, outcome: 'said', fits, summary: 'said'});
	}
	return {
		run,
		services,
		record: (name: string) => readRecord(services, name),
		names: () => services.grants.list().map(({grant}) => grant.name),
		secret: (name: string) => services.secrets.read(name).clientSecret?.value,
		stored: () =>
			['grants.json', 'secrets.enc'].map(file => readFileSync(path.join(config, file), 'latin1')),
	};
}

describe('copy', () => {
	test('takes the settings, and neither secret nor proofs', async () => {
		const {run, record, secret} = await place();
		const ended = await run(['copy', 'ev', 'batch']);
		expect(ended).toEqual({
			code: 0,
			stdout:
				'Copied ev to batch, with callback port 8767 of its own; without secret, tokens and proofs.\n',
			stderr: 'Next: mailgrant edit batch --mailbox ADDRESS --client-secret-stdin\n',
		});
		const {grant, evidence, ticks, facts} = record('batch');
		const {name: _, callbackPort: __, ...settings} = record('ev').grant;
		expect(grant).toEqual({...settings, name: 'batch', callbackPort: 8767});
		expect({evidence, ticks, facts}).toMatchObject({evidence: {}, ticks: []});
		expect([facts.clientSecret, secret('batch'), secret('ev')]).toEqual([
			undefined,
			undefined,
			secrets.ev,
		]);
	});

	test('--json has the new grant as status has it', async () => {
		const {run} = await place();
		const copied = JSON.parse((await run(['copy', 'ev', "ev's", '--json'])).stdout);
		const [{notify: _, ...status}] = JSON.parse((await run(['status', "ev's", '--json'])).stdout);
		expect(copied).toEqual({...status, copiedFrom: 'ev'});
		expect(copied).toMatchObject({grant: "ev's", mailbox: 'ev@example.com', clientSecret: false});
	});
});

describe('rename', () => {
	test('takes secret and proofs along, and says what ExtraView has not heard of', async () => {
		const {run, record, names, secret} = await place();
		expect(await run(['rename', 'ev', 'ev mail'])).toEqual({
			code: 0,
			stdout:
				'Renamed ev to ev mail.\nStale now, since values have changed: 9 ExtraView token form.\n',
			stderr: '',
		});
		expect(names()).toEqual(['ev mail', 'other']);
		expect([secret('ev mail'), secret('ev')]).toEqual([secrets.ev, undefined]);
		expect(Object.keys(record('ev mail').evidence)).toEqual(['client', 'token-form']);
	});

	test('--json has the grant as status has it, and its former name', async () => {
		const {run} = await place();
		const renamed = JSON.parse((await run(['rename', 'ev', 'new', '--json'])).stdout);
		const [{notify: _, ...status}] = JSON.parse((await run(['status', 'new', '--json'])).stdout);
		const stale = [{number: 9, step: 'token-form', title: 'ExtraView token form'}];
		expect(renamed).toEqual({...status, formerName: 'ev', stale});
	});
});

test.each(['copy', 'rename'])(
	'%s says all that is wrong at once, and changes nothing',
	async command => {
		const {run, stored} = await place();
		const before = stored();
		const cases: readonly (readonly [readonly string[], number, readonly string[]])[] = [
			[['nobody', 'new'], 1, ['There is no grant "nobody".', 'These exist: ev, other']],
			[['ev', 'other'], 1, ['There is a grant "other" already.', 'Choose another name.']],
			[['ev', ' other '], 1, ['There is a grant "other" already.']],
			[['ev', 'ev'], 1, ['There is a grant "ev" already.']],
			[
				['nobody', 'other'],
				1,
				['There is no grant "nobody".', 'There is a grant "other" already.'],
			],
			[['ev', ' '], 2, ['TO: A grant needs a name.']],
			[['nobody', ''], 2, ['There is no grant "nobody".', 'TO: A grant needs a name.']],
			[['ev', 'x'.repeat(100_000)], 2, ['TO: The name is longer than 100 characters.']],
			[['x'.repeat(100_000), 'new'], 1, ['There is no grant "xxx']],
			[['\u001B[31mnobody\u0007', '\u001B[31m'], 2, ['There is no grant "nobody".', 'TO:']],
			[['ev'], 2, [`${command} lacks its TO.`, `mailgrant ${command} --help`]],
			[[], 2, [`${command} lacks its FROM.`]],
			[['ev', 'a', 'b'], 2, [`${command} takes 2 arguments, and there are 3.`]],
		];
		for (const [args, code, sentences] of cases) {
			const what = args.map(arg => arg.slice(0, 20)).join(' ');
			const ended = await run([command, ...args]);
			expect(ended, what).toMatchObject({code, stdout: ''});
			for (const sentence of sentences) expect(ended.stderr).toContain(sentence);
			expect(ended.stderr.length, what).toBeLessThan(5000);
			expect(ended.stderr, what).not.toMatch(control);
		}
		expect(stored()).toEqual(before);
	},
);

test('a taken name is refused before any secret moves', async () => {
	const {services, stored} = await place();
	const before = stored();
	await expect(renameGrant(services, 'ev', 'other')).rejects.toThrow('"other" already');
	await expect(renameGrant(services, 'nobody', 'other')).rejects.toThrow('no grant "nobody"');
	expect(stored()).toEqual(before);
});

test('a name with control characters is kept without them', async () => {
	const {run, names} = await place();
	expect(await run(['rename', 'ev', 'n\u001B[31me\u0007w'])).toMatchObject({
		code: 0,
		stdout: expect.not.stringMatching(control),
	});
	expect(names()).toEqual(['new', 'other']);
});
