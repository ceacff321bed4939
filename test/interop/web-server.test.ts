import {
	accessSync,
	chmodSync,
	constants,
	lstatSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {checkMounts} from '../../source/extraview/mounts/check-mounts.js';
import {instanceOf} from '../../source/extraview/mounts/instance.js';
import {extraviewRedirectUri} from '../../source/providers/settings.js';
import {createWebServer} from '../../source/web-server/web-server.js';
import type {Apache} from '../../source/web-server-port.js';
import {chooseStep} from '../helpers/choose-step.js';
import {openTerminal, type TerminalWindow} from '../helpers/pty.js';
import {type ApacheRig, apacheProgram, createApache, jkModule} from './rig/apache.js';
import {createCertificates} from './rig/certificates.js';
import {createMailgrant, type Mailgrant, program} from './rig/mailgrant.js';
import {startTomcat, type Tomcat, tomcatHome} from './rig/tomcat.js';

const whyNot = () => {
	if (process.getuid?.() !== 0) return 'Apache is started by root only';
	return [apacheProgram, jkModule, `${tomcatHome}/bin/bootstrap.jar`, '/usr/bin/java'].find(
		file => {
			try {
				accessSync(file, constants.R_OK);
				return false;
			} catch {
				return true;
			}
		},
	);
};

const twoLines = 'JkMount /evj/OAuth2 tomcat1\nJkMount /evj/OAuth2/* tomcat1';

describe.skipIf(whyNot())('Apache with mod_jk in front of Tomcat', {timeout: 60_000}, () => {
	const directory = mkdtempSync('/tmp/mg-web-');
	const webServer = createWebServer();
	const call = {signal: new AbortController().signal, timeoutMs: 10_000};
	let tomcat: Tomcat;
	let apache: ApacheRig;
	let ca: string;

	beforeAll(async () => {
		chmodSync(directory, 0o755);
		const certificates = await createCertificates(directory);
		ca = certificates.ca;
		tomcat = await startTomcat(join(directory, 'tomcat'));
		apache = await createApache({
			directory: join(directory, 'apache'),
			certificates,
			ajp: tomcat,
		});
	}, 60_000);
	afterEach(() => apache?.stop());
	afterAll(async () => {
		await tomcat?.stop();
		rmSync(directory, {recursive: true, force: true, maxRetries: 5});
	});

	const baseUrl = (host = 'localhost') => `https://${host}:${apache.ports.secure}/evj`;

	async function find(): Promise<Apache> {
		const found = await webServer.find({configFile: apache.configFile}, call);
		if (found.is !== 'apache') throw new Error(`Found ${found.is}`);
		return found.apache;
	}

	const check = async (url = baseUrl()) =>
		checkMounts((await find()).configuration, instanceOf(url));

	async function probe(url = baseUrl()) {
		const answer = await webServer.probe(
			extraviewRedirectUri(url),
			{caFile: ca, proxy: 'none'},
			call,
		);
		if (!answer.ok) throw new Error(answer.failure.message);
		return answer.value;
	}

	/** Asks again, since a graceful reload takes a moment. */
	async function probeUntil(kind: string) {
		const endsAt = Date.now() + 10_000;
		let seen = '';
		while (Date.now() < endsAt) {
			seen = (await probe()).kind;
			if (seen === kind) return;
		}
		throw new Error(`It is ${seen}, not ${kind}`);
	}

	test.each([
		['the two lines', twoLines],
		['a wildcard', 'JkMount /evj/* tomcat1'],
		['two mounts in one', 'JkMount /evj|/* tomcat1'],
		['a question mark', 'JkMount /evj/OAuth? tomcat1'],
		['a Location of that very path', '<Location /evj/OAuth2>\n\tJkMount tomcat1\n</Location>'],
		['an exclusion of another path', 'JkMount /evj/* tomcat1\nJkUnMount /evj/OAuth2/x tomcat1'],
		['an exclusion of another worker', 'JkMount /evj/* tomcat1\nJkUnMount /evj/* other'],
		['a copy of the global part', 'JkMountCopy On'],
		['mod_proxy_ajp', 'ProxyPass /evj ajp://127.0.0.1:AJP/evj secret=ajp-secret-of-the-rig'],
		['a continued line', 'JkMount \\\n\t/evj/OAuth2 \\\n\ttomcat1'],
		['a module that is loaded', '<IfModule mod_jk.c>\n\tJkMount /evj/* tomcat1\n</IfModule>'],
		['a macro', '<Macro Ev $path>\n\tJkMount $path/* tomcat1\n</Macro>\nUse Ev /evj'],
	])('%s: judged to pass, and Tomcat answers', async (name, lines) => {
		const site = apache.secureHost('localhost', lines.replace('AJP', String(tomcat.port)));
		await apache.start(site, name.startsWith('a copy') ? 'JkMount /evj/* tomcat1' : '');
		expect((await check()).chosen?.verdict.is).toBe('passes');
		expect(await probe()).toMatchObject({kind: 'tomcat', status: 200});
	});

	test.each([
		['nothing', 'missing', ''],
		['the wrong case', 'wrong-case', twoLines.replaceAll('OAuth2', 'Oauth2')],
		['a Location above it', 'in-location', '<Location /evj>\n\tJkMount tomcat1\n</Location>'],
		['a later exclusion', 'unmounted', `${twoLines}\nJkUnMount /evj/OAuth2 tomcat1`],
		['an earlier exclusion', 'unmounted', `JkUnMount /evj/* *\n${twoLines}`],
		['mounts of the global part alone', 'not-inherited', ''],
		['a switched-off copy', 'not-inherited', 'JkMountCopy Off'],
		['only what lies under it', 'missing', 'JkMount /evj/OAuth2/* tomcat1'],
		['an unmet condition', 'condition', `<IfDefine NO>\n${twoLines}\n</IfDefine>`],
		['a variable', 'no-jk', `${twoLines}\nSetEnvIf Request_URI OAuth no-jk`],
	])('%s: judged %s, and Apache answers 404', async (name, reason, lines) => {
		const isGlobal = /global|copy/.test(name);
		const all = /copy/.test(name) ? 'JkMountCopy All\n' : '';
		const global = isGlobal ? `${all}JkMount /evj/* tomcat1` : '';
		await apache.start(apache.secureHost('localhost', lines), global);
		expect((await check()).chosen?.verdict).toMatchObject({is: 'blocked', reason});
		expect(await probe()).toMatchObject({kind: 'not-found', status: 404});
	});

	test('a worker that is not defined is named, and Apache answers 500', async () => {
		await apache.start(apache.secureHost('localhost', 'JkMount /evj/* tomcat9'));
		expect((await check()).chosen?.verdict).toMatchObject({reason: 'no-worker'});
		expect(await probe()).toMatchObject({kind: 'server-error', status: 500});
	});

	test.each([
		['of the virtual host', 'Redirect permanent /evj https://localhost/other', ''],
		['of the global part', '', 'Redirect permanent /evj https://localhost/other'],
		['within Location', '<Location /evj>\nRedirect 301 https://localhost/x\n</Location>', ''],
		['by a rule', 'RewriteEngine On\nRewriteRule ^/evj/ https://localhost/x [R=301,L]', ''],
	])('redirects %s come before mounts', async (_where, lines, global) => {
		await apache.start(apache.secureHost('localhost', `${twoLines}\n${lines}`), global);
		expect((await check()).chosen?.verdict).toMatchObject({is: 'redirects'});
		expect(await probe()).toMatchObject({kind: 'same-host', status: 301});
	});

	test('a rule of the global part is not inherited', async () => {
		const rule = 'RewriteEngine On\nRewriteRule ^/evj/ https://localhost/x [R=301,L]';
		await apache.start(apache.secureHost('localhost', twoLines), rule);
		expect((await check()).chosen?.verdict).toMatchObject({is: 'passes'});
		expect(await probe()).toMatchObject({kind: 'tomcat'});
	});

	test('of two virtual hosts the one with the name counts, and the other is told', async () => {
		await apache.start(
			apache.secureHost('localhost', '') + apache.secureHost('127.0.0.1', twoLines),
		);
		const report = await check();
		expect(report.chosen).toMatchObject({place: {line: 1}, verdict: {reason: 'missing'}});
		expect(report.notes.join('\n')).toContain('The path passes in 127.0.0.1');
		expect(await probe()).toMatchObject({kind: 'not-found'});

		expect((await check(baseUrl('127.0.0.1'))).chosen?.verdict.is).toBe('passes');
		expect(await probe(baseUrl('127.0.0.1'))).toMatchObject({kind: 'tomcat'});
	});

	test('an instance that Tomcat does not know is told from a missing mount', async () => {
		await apache.start(apache.secureHost('localhost', 'JkMount /* tomcat1'));
		const url = baseUrl().replace('/evj', '/evk');
		expect((await check(url)).chosen?.verdict.is).toBe('passes');
		expect(await probe(url)).toMatchObject({kind: 'tomcat-not-found', status: 404});
	});

	test('a Tomcat that is down is told from a missing mount', async () => {
		const nobody = await createApache({
			directory: join(directory, 'down'),
			certificates: {
				ca,
				cert: join(directory, 'server.pem'),
				key: join(directory, 'server.key'),
			},
			ajp: {port: 1, secret: 'x'},
		});
		await nobody.start(nobody.secureHost('localhost', twoLines));
		try {
			expect(await probe(`https://localhost:${nobody.ports.secure}/evj`)).toMatchObject({
				kind: 'tomcat-down',
				status: 503,
			});
		} finally {
			await nobody.stop();
		}
	});

	test('an unknown authority and a closed port are failures of TLS and the network', async () => {
		await apache.start(apache.secureHost('localhost', twoLines));
		const uri = extraviewRedirectUri(baseUrl());
		const network = {proxy: 'none'};
		expect(await webServer.probe(uri, network, call)).toMatchObject({
			ok: false,
			failure: {stage: 'tls'},
		});
		await apache.stop();
		expect(await webServer.probe(uri, network, call)).toMatchObject({
			ok: false,
			failure: {stage: 'network', code: 'ECONNREFUSED'},
		});
	});

	test('applied and reloaded, the lines make the probe pass; a link, mode and backup are kept', async () => {
		const site = apache.secureHost('localhost', '# here\n');
		await apache.start(site);
		const available = join(dirname(apache.configFile), 'available.conf');
		renameSync(apache.siteFile, available);
		symlinkSync(available, apache.siteFile);
		chmodSync(available, 0o640);
		await probeUntil('not-found');

		const found = await find();
		const {chosen} = checkMounts(found.configuration, instanceOf(baseUrl()));
		expect(found.links).toEqual([{file: apache.siteFile, target: available}]);
		if (!chosen?.insertion) throw new Error('There is nothing to add');
		const applied = await webServer.apply(found, chosen.insertion, call);
		if (!applied.ok) throw new Error(applied.said);
		expect(applied.file).toBe(available);
		expect(readFileSync(applied.backup, 'utf8')).toBe(site);
		expect(lstatSync(apache.siteFile).isSymbolicLink()).toBe(true);
		expect(statSync(available).mode & 0o7777).toBe(0o640);
		expect(readFileSync(available, 'utf8')).toBe(
			site.replace(
				'</VirtualHost>',
				'\tJkMount /evj/OAuth2 tomcat1\n\tJkMount /evj/OAuth2/* tomcat1\n</VirtualHost>',
			),
		);
		expect((await probe()).kind).toBe('not-found');
		await webServer.reload(found, call);
		await probeUntil('tomcat');
		expect((await check()).chosen?.verdict.is).toBe('passes');
		rmSync(available);
		rmSync(applied.backup);
		rmSync(apache.siteFile);
	});

	test('lines that httpd refuses are taken back byte for byte', async () => {
		apache.write(apache.secureHost('localhost', ''));
		const found = await find();
		const before = readFileSync(apache.siteFile);
		const {mtimeMs, mode} = statSync(apache.siteFile);
		const names = readdirSync(dirname(apache.siteFile));
		const applied = await webServer.apply(
			found,
			{
				file: apache.siteFile,
				beforeLine: 6,
				lines: ['JkMount no-slash tomcat1'],
				worker: 'tomcat1',
			},
			call,
		);
		expect(applied).toMatchObject({ok: false, said: expect.stringContaining('start with /')});
		expect(readFileSync(apache.siteFile)).toEqual(before);
		expect(statSync(apache.siteFile)).toMatchObject({mode});
		expect(statSync(apache.siteFile).mtimeMs).toBeCloseTo(mtimeMs, -1);
		expect(readdirSync(dirname(apache.siteFile))).toEqual(names);
	});

	test('a configuration that is broken already is not touched', async () => {
		apache.write(apache.secureHost('localhost', 'NoSuchDirective On'));
		const found = await find();
		const {chosen} = checkMounts(found.configuration, instanceOf(baseUrl()));
		if (!chosen?.insertion) throw new Error('There is nothing to add');
		const before = readFileSync(apache.siteFile);
		await expect(webServer.apply(found, chosen.insertion, call)).rejects.toThrow(
			/before any change.*NoSuchDirective/s,
		);
		expect(readFileSync(apache.siteFile)).toEqual(before);
	});

	test('a file that changed since it was read is not touched', async () => {
		apache.write(apache.secureHost('localhost', ''));
		const found = await find();
		const {chosen} = checkMounts(found.configuration, instanceOf(baseUrl()));
		if (!chosen?.insertion) throw new Error('There is nothing to add');
		writeFileSync(apache.siteFile, '# another\n');
		await expect(webServer.apply(found, chosen.insertion, call)).rejects.toThrow(/has changed/);
		expect(readFileSync(apache.siteFile, 'utf8')).toBe('# another\n');
	});

	test('an Apache that does not run is not started by a reload', async () => {
		apache.write(apache.secureHost('localhost', ''));
		const found = await find();
		expect(found.isRunning).toBe(false);
		await expect(webServer.reload(found, call)).rejects.toThrow(/does not run/);
	});

	describe('by screen', () => {
		let mailgrant: Mailgrant;
		let terminal: TerminalWindow;
		beforeEach(() => {
			mailgrant = createMailgrant();
		});
		afterEach(async () => {
			await terminal?.close();
			await mailgrant?.close();
		});

		test('the lines are written after a word and in force after another, then Tomcat answers', async () => {
			const site = apache.secureHost('localhost', '');
			await apache.start(site);
			const added = await mailgrant.run(
				[
					...['add', 'track', '--provider', 'microsoft', '--mailbox', 'evmail@example.test'],
					...['--extraview-url', baseUrl(), '--ca-file', ca, '--client-secret-stdin'],
					...['--apache-config', apache.configFile],
				],
				'a-secret-of-the-rig~0123456789abcdefghij\n',
			);
			expect(added).toMatchObject({code: 0});
			expect(await mailgrant.run(['say', 'track', 'instance'])).toMatchObject({code: 0});
			terminal = openTerminal({
				command: process.execPath,
				args: [program],
				env: mailgrant.env,
				timeoutMs: 15_000,
			});
			await chooseStep(terminal, 'Web server passes it');
			await terminal.press('enter');
			await terminal.waitFor(/The mount points are missing[\s\S]*enter write them/);
			await terminal.press('enter');
			await terminal.waitFor('Type apply');
			await terminal.type('apply');
			await terminal.press('enter');
			await terminal.waitFor(/not in force[\s\S]*enter reload/);
			await terminal.press('enter');
			await terminal.waitFor('Type reload');
			await terminal.type('reload');
			await terminal.press('enter');
			await terminal.waitFor(/^done +Tomcat answers/m);
			expect(readFileSync(apache.siteFile, 'utf8')).toBe(
				site.replace(
					'</VirtualHost>',
					'\tJkMount /evj/OAuth2 tomcat1\n\tJkMount /evj/OAuth2/* tomcat1\n</VirtualHost>',
				),
			);
			const status = await mailgrant.run(['status', 'track', '--json']);
			expect(JSON.parse(status.stdout)[0].steps[3]).toMatchObject({
				step: 'web-server',
				status: 'done',
				summary: 'Tomcat answers',
			});
		});
	});

	describe('by command', () => {
		let mailgrant: Mailgrant;
		beforeEach(() => {
			mailgrant = createMailgrant();
		});
		afterEach(() => mailgrant?.close());

		const addGrant = () =>
			mailgrant.run(
				[
					...['add', 'track', '--provider', 'microsoft', '--mailbox', 'evmail@example.test'],
					...['--extraview-url', baseUrl(), '--ca-file', ca, '--client-secret-stdin'],
				],
				'a-secret-of-the-rig~0123456789abcdefghij\n',
			);

		test('mounts names the line, writes it, reloads, and then the probe arrives', async () => {
			expect(await addGrant()).toMatchObject({code: 0});
			await apache.start(apache.secureHost('localhost', ''));
			const config = ['--apache-config', apache.configFile];

			const before = await mailgrant.run(['mounts', ...config]);
			expect(before).toMatchObject({code: 1, stderr: ''});
			expect(before.stdout).toContain(`Before ${apache.siteFile}:7:`);
			expect(before.stdout).toContain('JkMount /evj/OAuth2 tomcat1');
			expect(await mailgrant.run(['probe', 'track'])).toMatchObject({
				code: 1,
				stdout: expect.stringContaining('The web server answers 404 itself'),
			});

			const unasked = await mailgrant.run(['mounts', ...config, '--apply'], '');
			expect(unasked).toMatchObject({code: 2, stderr: expect.stringContaining('--yes')});
			expect((await check()).chosen?.verdict.is).toBe('blocked');

			const applied = await mailgrant.run([
				...['mounts', 'track', ...config, '--apply', '--yes', '--reload', '--json'],
			]);
			expect(applied.code, applied.stderr).toBe(0);
			expect(JSON.parse(applied.stdout)).toMatchObject([
				{
					url: baseUrl(),
					server: 'apache',
					hosts: [{chosen: true, reason: 'missing', add: {beforeLine: 7}}],
					applied: {ok: true, reloaded: true, file: apache.siteFile},
				},
			]);
			await probeUntil('tomcat');
			const probed = await mailgrant.run(['probe', 'track', '--json']);
			expect(JSON.parse(probed.stdout)).toMatchObject({grant: 'track', ok: true, kind: 'tomcat'});
			const after = await mailgrant.run(['mounts', ...config]);
			expect(after).toMatchObject({code: 0, stdout: expect.stringContaining('reaches Tomcat')});
			expect(after.stdout + before.stdout + applied.stdout).not.toContain(tomcat.secret);
		});

		test('a broken configuration is left alone, with what Apache says', async () => {
			apache.write(apache.secureHost('localhost', 'NoSuchDirective On'));
			const before = readFileSync(apache.siteFile);
			const ended = await mailgrant.run([
				...['mounts', '--apache-config', apache.configFile, '--extraview-url', baseUrl()],
				...['--apply', '--yes'],
			]);
			expect(ended).toMatchObject({code: 1, stderr: expect.stringContaining('NoSuchDirective')});
			expect(readFileSync(apache.siteFile)).toEqual(before);
		});

		test('without a base URL and without a file the sentences say what to give', async () => {
			expect(await mailgrant.run(['mounts'])).toMatchObject({
				code: 2,
				stderr: expect.stringContaining('--extraview-url'),
			});
			expect(
				await mailgrant.run([
					...['mounts', '--apache-config', '/nowhere', '--extraview-url', baseUrl()],
				]),
			).toMatchObject({code: 1, stderr: expect.stringContaining('It is not there')});
		});
	});
});
