import {
	chmodSync,
	chownSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {checkMounts} from '../../source/extraview/mounts/check-mounts.js';
import {instanceOf} from '../../source/extraview/mounts/instance.js';
import {createWebServer} from '../../source/web-server/web-server.js';
import type {Apache} from '../../source/web-server-port.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {installHttpd} from './httpd.js';

const call = {signal: new AbortController().signal, timeoutMs: 5000};
const instance = instanceOf('https://track.example.com/evj');
const site = `<VirtualHost *:443>
  ServerName track.example.com
  SSLEngine on
</VirtualHost>
`;
const conf = `LoadModule jk_module modules/mod_jk.so
JkWorkerProperty worker.list=ajp13
IncludeOptional sites/*.conf
`;

function host(
	files: Readonly<Record<string, string>> = {'httpd.conf': conf, 'sites/a.conf': site},
) {
	const directory = temporaryDirectory();
	const places = installHttpd(directory, files);
	const webServer = createWebServer({places, now: () => Date.UTC(2026, 10, 23, 21, 16, 7)});
	return {webServer, etc: (name: string) => path.join(directory, 'etc', name)};
}

async function find(webServer: ReturnType<typeof createWebServer>): Promise<Apache> {
	const found = await webServer.find({}, call);
	if (found.is !== 'apache') throw new Error(`Found ${found.is}`);
	return found.apache;
}

function insertionIn(apache: Apache) {
	const insertion = checkMounts(apache.configuration, instance).chosen?.insertion;
	if (!insertion) throw new Error('There is nothing to add');
	return insertion;
}

describe('finding', () => {
	test('the program tells where its configuration is; a named file comes before', async () => {
		const {webServer, etc} = host();
		const apache = await find(webServer);
		expect(apache).toMatchObject({
			version: '2.4.62',
			configFile: etc('httpd.conf'),
			isRunning: false,
			links: [],
			notes: [],
		});
		expect(apache.configuration.files).toEqual([etc('httpd.conf'), etc('sites/a.conf')]);
		const named = await webServer.find({configFile: etc('sites/a.conf')}, call);
		expect(named).toMatchObject({is: 'apache', apache: {configFile: etc('sites/a.conf')}});
	});

	test('a process that runs with a file of its own tells the file and how it is reloaded', async () => {
		const directory = temporaryDirectory();
		const places = installHttpd(directory, {'httpd.conf': conf, 'own.conf': site});
		const file = path.join(directory, 'etc/own.conf');
		const running = async () => [['httpd', '-f', file, '-k', 'start']];
		const apache = await find(createWebServer({places: {...places, running}}));
		expect(apache).toMatchObject({configFile: file, isRunning: true});
		expect(apache.commands.reload?.slice(1)).toEqual(['-k', 'graceful', '-f', file]);
	});

	test('a host with no httpd says what stands there instead', async () => {
		const directory = temporaryDirectory();
		const webServer = createWebServer({
			places: {programs: [directory], configurations: [], running: async () => []},
		});
		const found = await webServer.find({}, call);
		expect(found).toMatchObject({
			is: expect.stringMatching(/^(?:nginx|tomcat|none)$/),
			sentence: expect.stringMatching(/\.$/),
			nextSteps: expect.arrayContaining([expect.stringContaining('mailgrant probe')]),
		});
	});

	test('a program without a configuration is no web server', async () => {
		const {webServer} = host({'other.conf': ''});
		expect((await webServer.find({}, call)).is).not.toBe('apache');
	});

	test('a named file that is not there, is a directory or has 50 MB is refused with a sentence', async () => {
		const {webServer, etc} = host();
		writeFileSync(etc('large.conf'), '');
		truncateSync(etc('large.conf'), 50_000_000);
		const refusal = (name: string) => webServer.find({configFile: etc(name)}, call);
		await expect(refusal('none.conf')).rejects.toThrow(/can't be read\. It is not there/);
		await expect(refusal('sites')).rejects.toThrow(/not a plain file/);
		await expect(refusal('large.conf')).rejects.toThrow(/It has 50 MB/);
	});

	test('included files that can’t be read are named, and the rest is judged', async () => {
		const {webServer, etc} = host({
			'httpd.conf': `${conf}Include large.conf\nInclude gone.conf\nInclude loop.conf\n`,
			'sites/a.conf': site,
			'large.conf': '',
			'loop.conf': 'Include httpd.conf',
		});
		truncateSync(etc('large.conf'), 50_000_000);
		symlinkSync('circle.conf', etc('sites/circle.conf'));
		const {configuration} = await find(webServer);
		expect(configuration.hosts).toHaveLength(1);
		const why = Object.fromEntries(configuration.unread.map(({file, why}) => [file, why]));
		expect(why).toMatchObject({
			[etc('large.conf')]: expect.stringContaining('50 MB'),
			[etc('gone.conf')]: expect.stringContaining('not there'),
			[etc('httpd.conf')]: expect.stringContaining('includes itself'),
			[etc('sites/circle.conf')]: expect.stringContaining('circle'),
		});
		const {notes} = checkMounts(configuration, instance);
		expect(notes.join('\n')).toContain(`${etc('httpd.conf')}:4`);
	});

	test('patterns with wildcards anywhere, and whole directories, are read in order', async () => {
		const {webServer, etc} = host({
			'httpd.conf': 'Include v[12]/*/x?.conf\nInclude all\n',
			'v1/b/x1.conf': '<VirtualHost *:1>\n</VirtualHost>',
			'v2/a/x1.conf': '<VirtualHost *:2>\n</VirtualHost>',
			'v3/a/x1.conf': '<VirtualHost *:3>\n</VirtualHost>',
			'v1/a/.x.conf': '<VirtualHost *:4>\n</VirtualHost>',
			'all/deep/z': '<VirtualHost *:5>\n</VirtualHost>',
			'all/.hidden': '<VirtualHost *:6>\n</VirtualHost>',
		});
		const {configuration} = await find(webServer);
		expect(configuration.hosts.map(({addresses}) => addresses?.[0])).toEqual([
			'*:1',
			'*:2',
			'*:6',
			'*:5',
		]);
		expect(configuration.files).not.toContain(etc('v3/a/x1.conf'));
	});

	test('directories that link to each other end', async () => {
		const {webServer, etc} = host({
			'httpd.conf': 'Include all',
			'all/a': '<VirtualHost *:1>\n</VirtualHost>',
		});
		for (const name of ['x', 'y', 'z']) symlinkSync('.', etc(`all/${name}`));
		const {configuration} = await find(webServer);
		expect(configuration.hosts.length).toBeGreaterThan(0);
	});

	test.skipIf(process.getuid?.() === 0)('a directory that may not be read is named', async () => {
		const {webServer, etc} = host();
		chmodSync(etc('sites'), 0o000);
		const {configuration} = await find(webServer);
		chmodSync(etc('sites'), 0o700);
		expect(configuration.unread).toMatchObject([
			{file: etc('sites'), why: expect.stringContaining('Permission is denied')},
		]);
	});

	test('variables of envvars are known', async () => {
		const {webServer} = host({
			'httpd.conf': `<VirtualHost *:\${PORT}>\nServerName \${NAME}\n</VirtualHost>`,
			envvars: `SUFFIX=1\nexport PORT=844\${SUFFIX}\nexport NAME="a.example.com" # note\nX=$(date)\n`,
		});
		const {configuration, commands} = await find(webServer);
		expect(configuration.hosts[0]).toMatchObject({
			addresses: ['*:8441'],
			directives: [{words: ['a.example.com']}],
		});
		expect(commands.environment).toEqual({SUFFIX: '1', PORT: '8441', NAME: 'a.example.com'});
	});

	test('an abort ends the reading', async () => {
		const {webServer} = host();
		const reason = new Error('stopped');
		await expect(
			webServer.find({}, {signal: AbortSignal.abort(reason), timeoutMs: 5000}),
		).rejects.toBe(reason);
	});
});

describe('applying', () => {
	test('writes the lines before the end of the host, beside a backup of the old file', async () => {
		const {webServer, etc} = host();
		const apache = await find(webServer);
		chmodSync(etc('sites/a.conf'), 0o604);
		const applied = await webServer.apply(apache, insertionIn(apache), call);
		expect(applied).toEqual({
			ok: true,
			file: etc('sites/a.conf'),
			backup: etc('sites/a.conf.mailgrant-20261123-211607'),
			undo: `mv ${etc('sites/a.conf.mailgrant-20261123-211607')} ${etc('sites/a.conf')}`,
			reload: expect.stringContaining('-k graceful'),
		});
		expect(readFileSync(etc('sites/a.conf'), 'utf8')).toBe(
			site.replace('</Virt', '  JkMount /evj/OAuth2 ajp13\n  JkMount /evj/OAuth2/* ajp13\n</Virt'),
		);
		expect(readFileSync(etc('sites/a.conf.mailgrant-20261123-211607'), 'utf8')).toBe(site);
		expect(statSync(etc('sites/a.conf')).mode & 0o777).toBe(0o604);
		expect(readdirSync(etc('sites'))).toHaveLength(2);
		const again = checkMounts((await find(webServer)).configuration, instance);
		expect(again.chosen?.verdict.is).toBe('passes');
	});

	test.runIf(process.getuid?.() === 0)('keeps the owner', async () => {
		const {webServer, etc} = host();
		chownSync(etc('sites/a.conf'), 4321, 4322);
		const apache = await find(webServer);
		await webServer.apply(apache, insertionIn(apache), call);
		expect(statSync(etc('sites/a.conf'))).toMatchObject({uid: 4321, gid: 4322});
	});

	test.skipIf(process.getuid?.() === 0)('another user than root is told so', async () => {
		const {webServer, etc} = host();
		const apache = await find(webServer);
		chmodSync(etc('sites/a.conf'), 0o444);
		await expect(webServer.apply(apache, insertionIn(apache), call)).rejects.toThrow(
			/Only root may write/,
		);
		expect(readdirSync(etc('sites'))).toEqual(['a.conf']);
	});

	test('the backup gets a name that no Include takes', async () => {
		const backupOf = async (include: string) => {
			const {webServer, etc} = host({
				'httpd.conf': conf.replace('sites/*.conf', include),
				'sites/a.conf': site,
			});
			const apache = await find(webServer);
			const applied = await webServer.apply(apache, insertionIn(apache), call);
			return applied.ok ? path.relative(etc('.'), applied.backup) : applied.said;
		};
		expect(await backupOf('sites/*')).toBe('sites/.a.conf.mailgrant-20261123-211607');
		expect(await backupOf('sites')).toBe('a.conf.mailgrant-20261123-211607');
	});

	test('what httpd refuses is taken back, and its words are cleaned', async () => {
		const {webServer, etc} = host();
		const apache = await find(webServer);
		const names = readdirSync(etc('sites'));
		const applied = await webServer.apply(
			apache,
			{...insertionIn(apache), lines: ['BROKEN']},
			call,
		);
		expect(applied).toEqual({ok: false, file: etc('sites/a.conf'), said: 'Syntax error: BROKEN'});
		expect(readFileSync(etc('sites/a.conf'), 'utf8')).toBe(site);
		expect(readdirSync(etc('sites'))).toEqual(names);
	});

	test('an abort during the test takes the lines back', async () => {
		const {webServer, etc} = host();
		const apache = await find(webServer);
		const controller = new AbortController();
		const applying = webServer.apply(
			apache,
			{...insertionIn(apache), lines: ['HANG']},
			{signal: controller.signal, timeoutMs: 5000},
		);
		const written = () => readFileSync(etc('sites/a.conf'), 'utf8').includes('HANG');
		while (!written()) await new Promise(resolve => setImmediate(resolve));
		controller.abort(new Error('stopped'));
		await expect(applying).rejects.toThrow('stopped');
		expect(readFileSync(etc('sites/a.conf'), 'utf8')).toBe(site);
		expect(readdirSync(etc('sites'))).toEqual(['a.conf']);
	});

	test('without a program to test with nothing is written', async () => {
		const {webServer, etc} = host();
		const apache = await find(webServer);
		const untested = {...apache, commands: {environment: {}}};
		await expect(webServer.apply(untested, insertionIn(apache), call)).rejects.toThrow(
			/could not be tested/,
		);
		expect(readFileSync(etc('sites/a.conf'), 'utf8')).toBe(site);
	});

	test('a directory in the file’s place, or a missing file, is a sentence', async () => {
		const {webServer, etc} = host();
		const apache = await find(webServer);
		mkdirSync(etc('sites/b.conf'));
		const insertion = insertionIn(apache);
		const into = (name: string) => webServer.apply(apache, {...insertion, file: etc(name)}, call);
		await expect(into('sites/b.conf')).rejects.toThrow(/not a plain file/);
		await expect(into('sites/c.conf')).rejects.toThrow(/It is not there/);
	});
});
