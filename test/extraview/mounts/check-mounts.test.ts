import {describe, expect, test} from 'vitest';
import {checkMounts} from '../../../source/extraview/mounts/check-mounts.js';
import {instanceOf} from '../../../source/extraview/mounts/instance.js';
import {findMount, mountRules, pathMatches} from '../../../source/extraview/mounts/mount-rules.js';
import {read, readOne} from './read.js';

const instance = instanceOf('https://track.example.com/evj');

/** A TLS host of the instance's name with these lines in it, after these global ones. */
const host = (lines: string, global = '') =>
	readOne(
		`${global}\n<VirtualHost *:443>\nServerName track.example.com\nSSLEngine on\n${lines}\n</VirtualHost>`,
	);

const check = (lines: string, global?: string) => {
	const {chosen} = checkMounts(host(lines, global), instance);
	if (!chosen) throw new Error('No host was chosen');
	return chosen;
};

describe('what passes', () => {
	test.each([
		['the two lines', 'JkMount /evj/OAuth2 ajp13\nJkMount /evj/OAuth2/* ajp13'],
		['a wildcard over the instance', 'JkMount /evj/* ajp13'],
		['the two-in-one form', 'JkMount /evj|/* ajp13'],
		['everything', 'JkMount /* ajp13'],
		['a question mark', 'JkMount /evj/OAuth? ajp13'],
		['names in any case', 'jkMOUNT /evj/OAuth2 ajp13'],
		['rule extensions', 'JkMount /evj/* ajp13;reply_timeout=60000'],
		['a Location of that very path', '<Location /evj/OAuth2>\nJkMount ajp13\n</Location>'],
		['an exclusion of another worker', 'JkMount /evj/* ajp13\nJkUnMount /evj/* other'],
		['an exclusion beside it', 'JkMount /evj/* ajp13\nJkUnMount /evj/images/* ajp13'],
	])('%s', (_name, lines) => {
		expect(check(lines).verdict).toMatchObject({is: 'passes', through: 'mod_jk'});
	});

	test('mounts of the global part, copied by the host or by all', () => {
		const global = 'JkMount /evj/* ajp13';
		expect(check('JkMountCopy On', global).verdict).toMatchObject({
			is: 'passes',
			sentence: expect.stringContaining('copied'),
			by: {line: 2},
		});
		expect(check('', `${global}\nJkMountCopy All`).verdict.is).toBe('passes');
		expect(check('JkMountCopy Off', `${global}\nJkMountCopy All`).verdict.is).toBe('blocked');
	});

	test('a mount file, its own or the copied one', () => {
		const files = (inHost: string, inGlobal: string) =>
			read({
				'/etc/apache2/apache2.conf': `LoadModule jk_module mod_jk.so\n${inGlobal}\n<VirtualHost *:443>\nServerName track.example.com\n${inHost}\n</VirtualHost>`,
				'/etc/apache2/own.properties': '/evj/*=ajp13',
				'/etc/apache2/other.properties': '/else/*=ajp13',
			});
		const verdict = (inHost: string, inGlobal = '') =>
			checkMounts(files(inHost, inGlobal), instance).chosen?.verdict.is;
		expect(verdict('JkMountFile own.properties')).toBe('passes');
		expect(verdict('JkMountCopy On', 'JkMountFile own.properties')).toBe('passes');
		expect(verdict('', 'JkMountFile own.properties')).toBe('blocked');
		expect(
			verdict('JkMountCopy On\nJkMountFile other.properties', 'JkMountFile own.properties'),
		).toBe('blocked');
	});

	test('mod_proxy, and its password is not shown', () => {
		const {verdict} = check('ProxyPass /evj ajp://user:hunter2@localhost:8009/evj secret=s3cr3t');
		expect(verdict).toMatchObject({is: 'passes', through: 'mod_proxy'});
		expect(JSON.stringify(verdict)).not.toMatch(/hunter2|s3cr3t/);
	});

	test.each([
		'<Location /evj>\nProxyPass ajp://localhost:8009/evj\n</Location>',
		'ProxyPassMatch ^/evj/(.*)$ ajp://localhost:8009/evj/$1',
		'RewriteEngine On\nRewriteRule ^/evj/(.*)$ ajp://localhost:8009/evj/$1 [P,L]',
	])('mod_proxy by %s', lines => {
		expect(check(lines).verdict).toMatchObject({is: 'passes', through: 'mod_proxy'});
	});
});

describe('what does not', () => {
	test('nothing there: the lines and where they go', () => {
		const configuration = host('\tJkMount /else/* ajp13');
		const {chosen} = checkMounts(configuration, instance);
		expect(chosen).toMatchObject({
			name: 'track.example.com (*:443)',
			isSecure: true,
			verdict: {
				is: 'blocked',
				reason: 'missing',
				fix: ['Add the two lines to this virtual host.'],
			},
			insertion: {
				file: '/etc/apache2/apache2.conf',
				beforeLine: 7,
				lines: ['JkMount /evj/OAuth2 ajp13', 'JkMount /evj/OAuth2/* ajp13'],
				worker: 'ajp13',
			},
		});
	});

	test('only global, and not inherited', () => {
		expect(check('', 'JkMount /evj/* ajp13')).toMatchObject({
			verdict: {reason: 'not-inherited', by: {line: 2}, text: 'JkMount /evj/* ajp13'},
			insertion: {worker: 'ajp13'},
		});
	});

	test('Oauth2 is not OAuth2', () => {
		expect(check('JkMount /evj/Oauth2 ajp13\nJkMount /evj/Oauth2/* ajp13')).toMatchObject({
			verdict: {reason: 'wrong-case', by: {line: 6}, text: 'JkMount /evj/Oauth2 ajp13'},
			insertion: {lines: ['JkMount /evj/OAuth2 ajp13', 'JkMount /evj/OAuth2/* ajp13']},
		});
	});

	test('an instance in other letters is no case for two more lines', () => {
		expect(check('JkMount /EVJ/* ajp13')).toMatchObject({
			verdict: {reason: 'wrong-case', canAdd: false},
			insertion: undefined,
		});
	});

	test('within Location only the very path is taken', () => {
		for (const path of ['/evj', '"/evj"']) {
			expect(check(`<Location ${path}>\nJkMount ajp13\n</Location>`).verdict).toMatchObject({
				reason: 'in-location',
				by: {line: 7},
			});
		}
	});

	test.each([
		'JkMount /evj/* ajp13\nJkUnMount /evj/OAuth2 ajp13',
		'JkUnMount /evj/OAuth2* *\nJkMount /evj/OAuth2 ajp13',
	])('an exclusion wins wherever it stands: %s', lines => {
		expect(check(lines)).toMatchObject({
			verdict: {reason: 'unmounted', canAdd: false, text: expect.stringContaining('JkUnMount')},
			insertion: undefined,
		});
	});

	test('mod_jk that is not loaded', () => {
		const configuration = read({
			'/etc/apache2/apache2.conf': '<VirtualHost *:443>\n</VirtualHost>',
		});
		expect(checkMounts(configuration, instance).chosen?.verdict).toMatchObject({
			reason: 'no-module',
		});
	});

	test('lines under a condition that does not hold', () => {
		expect(check('<IfDefine NEVER>\nJkMount /evj/* ajp13\n</IfDefine>').verdict).toMatchObject({
			reason: 'condition',
			by: {line: 7},
			sentence: expect.stringContaining('<IfDefine NEVER>'),
		});
	});

	test('a worker that no list names', () => {
		const global = 'JkWorkerProperty worker.list=tomcat1,tomcat2';
		expect(check('JkMount /evj/* tomcat9', global).verdict).toMatchObject({
			reason: 'no-worker',
			fix: [expect.stringContaining('tomcat1, tomcat2')],
		});
		expect(check('JkMount /evj/* tomcat2', global).verdict.is).toBe('passes');
	});

	test('a no-jk variable', () => {
		const lines = 'JkMount /evj/* ajp13\nSetEnvIf Request_URI "^/evj/OA" no-jk';
		expect(check(lines).verdict).toMatchObject({reason: 'no-jk'});
	});

	test('which worker is not guessed between two', () => {
		const global = 'JkWorkerProperty worker.list=tomcat1,tomcat2';
		expect(check('', global)).toMatchObject({verdict: {reason: 'missing'}, insertion: undefined});
		const {chosen} = checkMounts(host('', global), instance, 'tomcat2');
		expect(chosen?.insertion?.worker).toBe('tomcat2');
	});
});

describe('which virtual host', () => {
	const two = (first: string, second: string) =>
		readOne(
			`<VirtualHost *:443>\n${first}\n</VirtualHost>\n<VirtualHost *:443>\n${second}\n</VirtualHost>`,
		);
	const mount = 'JkMount /evj/* ajp13';

	test('the one with the name, also by alias with wildcards and any case', () => {
		for (const name of [
			'ServerName https://TRACK.example.com:443',
			'ServerAlias x *.Example.com',
		]) {
			const report = checkMounts(two('ServerName a.example.org', `${name}\n${mount}`), instance);
			expect(report.chosen?.place.line).toBe(5);
			expect(report.chosen?.verdict.is).toBe('passes');
		}
	});

	test('the first where no name fits, and both facts are told', () => {
		const report = checkMounts(two('ServerName a', `ServerName b\n${mount}`), instance);
		expect(report.chosen).toMatchObject({place: {line: 2}, verdict: {is: 'blocked'}});
		expect(report.notes.join('\n')).toContain('No ServerName or ServerAlias is track.example.com');
		expect(report.notes.join('\n')).toContain('The path passes in b (*:443)');
	});

	test('a double of the host is never asked', () => {
		const name = 'ServerName track.example.com';
		const report = checkMounts(two(name, `${name}\n${mount}`), instance);
		expect(report.chosen?.verdict.is).toBe('blocked');
		expect(report.notes.join('\n')).toContain('is never asked');
	});

	test('the host on the port, not the one on port 80, which redirects', () => {
		const report = checkMounts(
			readOne(
				`<VirtualHost *:80>\nServerName track.example.com\nRedirect permanent / https://track.example.com/\n</VirtualHost>\n<VirtualHost *:443>\nServerName track.example.com\nSSLEngine on\n${mount}\n</VirtualHost>`,
			),
			instance,
		);
		expect(report.hosts).toMatchObject([
			{name: 'track.example.com (*:443)', isChosen: true, verdict: {is: 'passes'}},
			{
				name: 'track.example.com (*:80)',
				isChosen: false,
				verdict: {is: 'redirects', to: 'https://track.example.com/'},
			},
		]);
		expect(report.notes).toEqual([]);
	});

	test('a rewrite to https on port 80 redirects, and is no matter under TLS', () => {
		const rewrite =
			'RewriteEngine On\nRewriteCond %{HTTPS} !=on\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]';
		expect(check(`${rewrite}\n${mount}`)).toMatchObject({
			verdict: {is: 'passes'},
			hints: [expect.stringContaining('may take it first')],
		});
		const plain = readOne(`<VirtualHost *:80>\n${rewrite}\n</VirtualHost>`);
		expect(checkMounts(plain, instanceOf('http://localhost/evj')).chosen?.verdict).toMatchObject({
			is: 'redirects',
		});
	});

	test('behind another server on the port: the host with the name, or the only one', () => {
		const named = `<VirtualHost *:80>\nServerName x\n</VirtualHost>\n<VirtualHost *:8080>\nServerName track.example.com\n${mount}\n</VirtualHost>`;
		for (const text of [named, `<VirtualHost *:8080>\n${mount}\n</VirtualHost>`]) {
			const report = checkMounts(readOne(text), instance);
			expect(report.chosen).toMatchObject({verdict: {is: 'passes'}});
			expect(report.notes).toEqual([expect.stringContaining('No virtual host is on port 443')]);
		}
	});

	test('redirects count before mounts where mod_alias is loaded first, or within Location', () => {
		const load = 'LoadModule alias_module mod_alias.so\nLoadModule jk_module mod_jk.so';
		const verdict = (modules: string, lines: string, global = '') =>
			checkMounts(
				read({
					'/etc/apache2/apache2.conf': `${modules}\n${global}\n<VirtualHost *:443>\n${mount}\n${lines}\n</VirtualHost>`,
				}),
				instance,
			).chosen?.verdict.is;
		const reversed = load.split('\n').toReversed().join('\n');
		const redirect = 'Redirect /evj https://x.example/';
		expect(verdict(load, redirect)).toBe('redirects');
		expect(verdict(load, '', redirect)).toBe('redirects');
		expect(verdict(reversed, redirect)).toBe('passes');
		expect(verdict(reversed, `<Location /evj>\n${redirect}\n</Location>`)).toBe('redirects');
		expect(verdict(load, '<Location /other>\nRedirect https://x.example/\n</Location>')).toBe(
			'passes',
		);
		expect(verdict(load, '<Location /evj>\nRedirect 301 https://x.example/\n</Location>')).toBe(
			'redirects',
		);
	});

	test('none, where another server on the port may ask any of them', () => {
		const host = '<VirtualHost *:8080>\n</VirtualHost>';
		const report = checkMounts(readOne(`${host}\n${host}`), instance);
		expect(report.chosen).toBeUndefined();
		expect(report.hosts).toHaveLength(2);
		expect(report.notes.join()).toContain('every host may be the one');
	});

	test('the global part where there are no virtual hosts: its lines go to the end', () => {
		const {chosen} = checkMounts(readOne('JkWorkerProperty worker.list=w'), instance);
		expect(chosen).toMatchObject({
			name: 'the global part',
			verdict: {reason: 'missing', fix: ['Add the two lines here, outside of every section.']},
			insertion: {file: '/etc/apache2/apache2.conf', beforeLine: undefined, worker: 'w'},
		});
	});

	test('a host out of a macro gets no place for the lines', () => {
		const configuration = readOne(
			'JkWorkerProperty worker.list=w\n<Macro M>\n<VirtualHost *:443>\n</VirtualHost>\n</Macro>\nUse M',
		);
		expect(checkMounts(configuration, instance).chosen).toMatchObject({
			verdict: {reason: 'missing'},
			insertion: undefined,
		});
	});
});

test('rules are ordered as mod_jk does: by slashes, then by length; the last of a path counts', () => {
	const configuration = host(
		'JkMount /* all\nJkMount /evj?OAuth? one\nJkMount /evj/* first\nJkMount /evj/* second\nJkMount /evj/OA* longer',
	);
	const [scope] = configuration.hosts;
	if (!scope) throw new Error('No host');
	const rules = mountRules(configuration, scope);
	expect(rules.map(({worker}) => worker)).toEqual(['longer', 'second', 'one', 'all']);
	expect(findMount(rules, '/evj/OAuth2').mount?.worker).toBe('longer');
});

test('stars stand for anything, slashes too, in linear time', () => {
	expect(pathMatches('/e*/OAuth2', '/evj/x/OAuth2')).toBe(true);
	expect(pathMatches('/evj/*', '/evj')).toBe(false);
	expect(pathMatches(`${'*'.repeat(50_000)}b`, 'a'.repeat(200))).toBe(false);
});

test('an instance with a blank is quoted, one with a wildcard is refused', () => {
	const {chosen} = checkMounts(
		host('JkMount /else/* w'),
		instanceOf('https://track.example.com/my%20evj/'),
	);
	expect(chosen?.insertion?.lines[0]).toBe('JkMount "/my evj/OAuth2" w');
	for (const name of ['a%2A', 'a%22b', 'a%0Ab', '$%7BX%7D']) {
		expect(() => instanceOf(`https://track.example.com/${name}`)).toThrow(/no mount can hold/);
	}
});
