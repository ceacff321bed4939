import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createServices} from '../../source/create-services.js';
import {createWebServer} from '../../source/web-server/web-server.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';
import {installHttpd} from '../web-server/httpd.js';

const conf = `LoadModule jk_module modules/mod_jk.so
JkWorkerProperty worker.list=ajp13
<VirtualHost *:443>
	ServerName track.example.com
	SSLEngine on
</VirtualHost>
`;
const url = 'https://track.example.com/evj';

/** The command on a host with an httpd of the test's. `typed` is what is typed after each question. */
async function mounts(
	args: readonly string[],
	{text = conf, typed}: {readonly text?: string; readonly typed?: readonly string[]} = {},
) {
	const directory = temporaryDirectory();
	const places = installHttpd(directory, {'httpd.conf': text});
	const services = {
		...createServices({directory: path.join(directory, 'config')}),
		webServer: createWebServer({places}),
	};
	const ended = await runCommand(['mounts', ...args], services, {typed});
	const etc = path.join(directory, 'etc');
	const files = readdirSync(etc);
	return {...ended, etc, files, file: readFileSync(path.join(etc, 'httpd.conf'), 'utf8')};
}

test('the host, the reason, the lines and their place are printed, and nothing is written', async () => {
	const {code, stdout, file, etc} = await mounts(['--extraview-url', url]);
	expect(code).toBe(1);
	expect(file).toBe(conf);
	expect(stdout.replaceAll(etc, '/etc/httpd')).toMatchInlineSnapshot(`
		"https://track.example.com/evj
		  Apache 2.4.62, /etc/httpd/httpd.conf, not running

		  failed    track.example.com (*:443)  /etc/httpd/httpd.conf:3  (requests come here)
		    Nothing here mounts /evj/OAuth2, so that httpd looks for a file of that name and answers 404.
		    1. Add the two lines to this virtual host.
		    Before /etc/httpd/httpd.conf:6:
		        JkMount /evj/OAuth2 ajp13
		        JkMount /evj/OAuth2/* ajp13
		"
	`);
});

test('only the typed word writes, and how to go back and on is told', async () => {
	const args = ['--extraview-url', url, '--apply'];
	const kept = await mounts(args, {typed: ['yes']});
	expect(kept).toMatchObject({code: 1, file: conf, files: ['httpd.conf']});
	expect(kept.stderr).toContain('Nothing was written.');

	const written = await mounts(args, {typed: ['apply', '']});
	expect(written.code).toBe(0);
	expect(written.file).toContain('\tJkMount /evj/OAuth2 ajp13\n\tJkMount /evj/OAuth2/* ajp13\n</V');
	expect(written.files).toHaveLength(2);
	expect(written.stderr).toMatch(
		/Backup: .*\nTo take it back: mv .*\nTo put it in force: .*graceful/,
	);
});

test('a reload of an Apache that does not run is refused, with the lines in place', async () => {
	const ended = await mounts(['--extraview-url', url, '--apply', '--yes', '--reload', '--json']);
	expect(ended).toMatchObject({code: 1, stderr: expect.stringContaining('does not run')});
	expect(JSON.parse(ended.stdout)).toMatchObject([
		{applied: {ok: true, reloaded: false, notReloaded: expect.stringContaining('does not run')}},
	]);
	expect(ended.file).toContain('JkMount /evj/OAuth2 ajp13');
});

test('without a terminal the word is not waited for', async () => {
	const ended = await mounts(['--extraview-url', url, '--apply']);
	expect(ended).toMatchObject({code: 2, file: conf, stderr: expect.stringContaining('add --yes')});
});

test('which worker has to be named where two could be meant', async () => {
	const text = conf.replace('ajp13', 'tomcat1,tomcat2');
	const args = ['--extraview-url', url, '--apply', '--yes'];
	expect(await mounts(args, {text})).toMatchObject({
		code: 1,
		file: text,
		stderr: expect.stringContaining('Name one of tomcat1, tomcat2: --worker NAME'),
	});
	const named = await mounts([...args, '--worker', 'tomcat2'], {text});
	expect(named.code).toBe(0);
	expect(named.file).toContain('JkMount /evj/OAuth2 tomcat2');
});

test('an exclusion is not repaired by more lines', async () => {
	const text = conf.replace(
		'SSLEngine',
		'JkMount /evj/* ajp13\n\tJkUnMount /evj/O* ajp13\n\tSSLEngine',
	);
	const ended = await mounts(['--extraview-url', url, '--apply', '--yes'], {text});
	expect(ended).toMatchObject({code: 1, file: text, stderr: expect.stringContaining('Remove ')});
});

test('what passes is left alone', async () => {
	const text = conf.replace('SSLEngine', 'JkMount /evj/* ajp13\n\tSSLEngine');
	const ended = await mounts(['--extraview-url', url, '--apply', '--yes', '--json'], {text});
	expect(ended).toMatchObject({code: 0, file: text, files: ['httpd.conf']});
	expect(JSON.parse(ended.stdout)).toMatchObject([{url, ok: true, hosts: [{is: 'passes'}]}]);
});

test('a base URL that is none is wrong usage, one with a query loses it', async () => {
	expect(await mounts(['--extraview-url', 'ftp://x/evj'])).toMatchObject({code: 2});
	const {stdout} = await mounts(['--extraview-url', `${url}/OAuth2?p_action=x`, '--json']);
	expect(JSON.parse(stdout)).toMatchObject([{url}]);
});

test('escape codes in a configuration do not reach the terminal', async () => {
	const text = conf
		.replace('ServerName ', 'ServerName \u001B[31m')
		.replace('ajp13', '\u001B]0;x\u0007');
	const {stdout, stderr} = await mounts(['--extraview-url', url], {text});
	expect(stdout + stderr).not.toMatch(/[\u001B\u0007]/);
	const asJson = await mounts(['--extraview-url', url, '--json'], {text});
	expect(asJson.stdout).not.toMatch(/[\u001B\u0007]/);
});
