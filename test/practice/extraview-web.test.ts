import {execFileSync} from 'node:child_process';
import {appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {request} from 'node:https';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {GrantRecord} from '../../source/checklist/grant-record.js';
import {mountsPass} from '../../source/extraview/mounts/judge-web-server.js';
import {
	applyMounts,
	plannedLines,
	probeRedirect,
	readMounts,
	reloadWebServer,
} from '../../source/tasks/web-server.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';
import {ask} from './client.js';

let world: PracticeWorld;
let record: GrantRecord;
let url: string;
beforeEach(async () => {
	world = await practiceWorld();
	({url} = world.practice.practice.extraview);
	record = await world.grant({extraviewUrl: url});
});
afterEach(() => world.close());

const site = () =>
	path.join(path.dirname(world.practice.apache.configFile), 'sites-enabled/extraview.conf');

async function mounts(worker?: string) {
	const check = await readMounts(world.context, {url, worker});
	if (check.is !== 'apache') throw new Error(`Found ${check.is}`);
	const lines = () => {
		const planned = plannedLines(check.report);
		if (!planned) throw new Error('There is nothing to add');
		return planned;
	};
	return {...check, lines};
}

async function probe() {
	const report = await probeRedirect(world.context, record);
	return 'answer' in report ? report.answer.kind : report.diagnosis;
}

test('the redirect URI passes once its lines are written and the web server has read them', async () => {
	const before = await mounts();
	expect(before.report).toMatchObject({
		chosen: {
			verdict: {is: 'blocked', reason: 'missing'},
			insertion: {file: site()},
			isSecure: true,
		},
		worker: 'tomcat1',
		workers: ['tomcat1'],
		notes: [],
	});
	expect(before.report.chosen?.name).toBe(`localhost (*:${new URL(url).port})`);
	expect(await probe()).toBe('not-found');

	expect(await applyMounts(world.context, before.apache, before.lines())).toMatchObject({ok: true});
	const after = await mounts();
	expect(mountsPass(after.report)).toBe(true);
	expect(await probe()).toBe('not-found');

	await reloadWebServer(world.context, after.apache);
	expect(await probe()).toBe('tomcat');
	expect((await ask(world.practice.ca, `${url}/OAuth2/deeper`)).status).toBe(200);
});

test('the httpd of practice is the only one, and its commands lead to no other', async () => {
	const {configFile, control} = world.practice.apache;
	const {apache} = await mounts();
	expect(apache).toMatchObject({configFile, isRunning: true, version: '2.4.62', notes: []});
	expect(apache.commands).toEqual({
		test: [control, '-t', '-f', configFile],
		reload: [control, '-k', 'graceful', '-f', configFile],
		environment: {},
	});
	for (const file of apache.configuration.files) {
		expect(path.relative(path.dirname(configFile), file)).not.toMatch(/^\.\./);
	}
	const foreign = path.join(world.directory, 'other.conf');
	writeFileSync(foreign, '');
	const run = () => execFileSync(control, ['-t', '-f', foreign], {stdio: 'pipe'});
	expect(run).toThrow(`The practice httpd has only ${configFile}`);
});

test('lines that the httpd refuses are taken back', async () => {
	const text = readFileSync(site(), 'utf8');
	const {apache, lines} = await mounts('two words');
	expect(await applyMounts(world.context, apache, lines())).toMatchObject({
		ok: false,
		said: expect.stringMatching(
			/^AH00526: Syntax error on line \d+ of \/.*extraview\.conf:\nJkMount/,
		),
	});
	expect(readFileSync(site(), 'utf8')).toBe(text);
	expect(readdirSync(path.dirname(site()))).toHaveLength(2);
});

test('a configuration that is broken already is not written to, and does not come in force', async () => {
	const {apache, lines} = await mounts();
	appendFileSync(world.practice.apache.configFile, 'JkMount /evj/OAuth2\n');
	await expect(applyMounts(world.context, apache, lines())).rejects.toThrow(
		/fails its test before any change: AH00526/,
	);
	await expect(reloadWebServer(world.context, apache)).rejects.toThrow(/was not reloaded: AH00526/);
	expect(await probe()).toBe('not-found');
});

test('a mount on a worker that nobody defined is answered as mod_jk does', async () => {
	const {apache, lines} = await mounts('tomcat9');
	await applyMounts(world.context, apache, lines());
	await reloadWebServer(world.context, apache);
	expect(await probe()).toBe('server-error');
});

test('what is mounted from the start is Tomcat’s, and only GET and HEAD are taken', async () => {
	const {ca} = world.practice;
	const page = await ask(ca, `${url}/ExtraView/x?y=z`);
	expect(page.status).toBe(200);
	expect(page.headers['set-cookie']).toEqual([
		expect.stringMatching(/^JSESSIONID=[0-9A-F]{32}; Path=\/evj; HttpOnly; Secure$/),
	]);
	expect((await ask(ca, `${url}/%45xtraView/x`)).status).toBe(200);
	expect((await ask(ca, `${url}/ExtraView/%`)).status).toBe(400);
	for (const other of ['', 'x']) {
		expect((await ask(ca, `${url}/OAuth2${other}`)).headers['set-cookie']).toBeUndefined();
	}
	const posted = await ask(ca, `${url}/ExtraView/x`, {a: 'b'});
	expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
	expect((await ask(ca, `${url}/OAuth2`, undefined, {x: 'y'.repeat(20_000)})).status).toBe(431);
});

test('a body without an end is not waited for', async () => {
	const {ca} = world.practice;
	const options = {ca, agent: false, method: 'POST', headers: {Connection: 'keep-alive'}} as const;
	const answered = await new Promise((resolve, reject) => {
		const sent = request(`${url}/ExtraView/x`, options, answer => {
			answer.resume();
			answer.on('end', () => {
				sent.destroy();
				resolve([answer.statusCode, answer.headers.connection]);
			});
		});
		sent.on('error', reject);
		sent.write('a');
	});
	expect(answered).toEqual([405, 'close']);
});

test('nothing is left after the end, whatever was written meanwhile', async () => {
	const {apache, lines} = await mounts();
	await applyMounts(world.context, apache, lines());
	await world.practice.close();
	expect(existsSync(path.dirname(world.practice.caFile))).toBe(false);
});
