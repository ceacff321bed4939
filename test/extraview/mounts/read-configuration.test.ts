import {expect, test} from 'vitest';
import {
	logicalLines,
	quoteWord,
	splitWords,
} from '../../../source/extraview/mounts/logical-line.js';
import {read, readOne} from './read.js';

test('a backslash joins lines, in comments too, and keeps the number of the first', () => {
	const text = '# note \\\nJkMount /lost worker\n\nJkMount \\\r\n  /evj/OAuth2 \\\n ajp13\nEnd\\';
	expect(logicalLines(text)).toEqual([
		{line: 4, text: 'JkMount   /evj/OAuth2  ajp13'},
		{line: 7, text: 'End'},
	]);
});

test('words are split at blanks, and quotes of either kind keep them together', () => {
	expect(splitWords(`a "b c" 'd "e"' "f\\"g\\\\h" i"j`)).toEqual([
		'a',
		'b c',
		'd "e"',
		'f"g\\h',
		'i"j',
	]);
	expect(splitWords('"never closed')).toEqual(['never closed']);
});

test('a quoted word reads back as it was', () => {
	for (const word of ['plain', 'two words', 'a"b', '', 'back\\slash', '#hash']) {
		expect(splitWords(quoteWord(word))).toEqual([word]);
	}
});

test('includes are read in their place, also within a virtual host', () => {
	const {hosts, main, files} = read({
		'/etc/apache2/apache2.conf':
			'Include sites/*.conf\nIncludeOptional none/*.conf\nJkMountCopy All',
		'/etc/apache2/sites/a.conf':
			'<VirtualHost *:443>\nServerName a.example.com\nInclude /etc/apache2/jk.inc\n</VirtualHost>',
		'/etc/apache2/sites/b.conf': '<VirtualHost *:80>\n</VirtualHost>',
		'/etc/apache2/jk.inc': 'JkMount /evj/* ajp13',
	});
	expect(hosts).toMatchObject([
		{
			addresses: ['*:443'],
			place: {file: '/etc/apache2/sites/a.conf', line: 1},
			end: {line: 4},
			directives: [
				{name: 'servername'},
				{
					name: 'jkmount',
					words: ['/evj/*', 'ajp13'],
					place: {file: '/etc/apache2/jk.inc', line: 1},
				},
			],
		},
		{addresses: ['*:80']},
	]);
	expect(main.directives).toMatchObject([{name: 'jkmountcopy'}]);
	expect(files).toContain('/etc/apache2/jk.inc');
});

test('a file that includes itself is named and read once', () => {
	const {unread, hosts} = read({
		'/etc/apache2/apache2.conf': '<VirtualHost *:80>\n</VirtualHost>\nInclude loop.conf',
		'/etc/apache2/loop.conf': 'Include /etc/apache2/apache2.conf',
	});
	expect(hosts).toHaveLength(1);
	expect(unread).toMatchObject([
		{
			file: '/etc/apache2/apache2.conf',
			why: expect.stringContaining('includes itself'),
			includedAt: {file: '/etc/apache2/loop.conf', line: 1},
		},
	]);
});

test('an Include that names a missing file is told, an IncludeOptional is not', () => {
	const {unread} = read({
		'/etc/apache2/apache2.conf':
			'Include gone.conf\nIncludeOptional gone-too.conf\nInclude gone/*.conf',
	});
	expect(unread.map(({file}) => file)).toEqual(['/etc/apache2/gone.conf']);
});

test('conditions count: modules, defines, versions, also nested and negated', () => {
	const {main} = readOne(`
Define PROD
<IfModule mod_jk.c>
	JkMount /jk w
	<IfDefine !PROD>
		JkMount /test w
	</IfDefine>
</IfModule>
<IfModule !jk_module>
	JkMount /none w
	<IfModule mod_jk.c>
		JkMount /nested w
	</IfModule>
</IfModule>
<IfDefine PROD>
	JkMount /prod w
</IfDefine>
<IfVersion >= 2.4>
	JkMount /new w
</IfVersion>
<IfVersion < 2.4>
	JkMount /old w
</IfVersion>
UnDefine PROD
<IfDefine PROD>
	JkMount /undefined w
</IfDefine>
`);
	expect(main.directives.map(({words}) => words[0])).toEqual(['/jk', '/prod', '/new']);
});

test('mounts under a condition that does not hold are remembered with it', () => {
	const {skipped, main} = read({
		'/etc/apache2/apache2.conf': '<IfModule mod_jk.c>\nJkMount /evj/* ajp13\n</IfModule>',
	});
	expect(main.directives).toEqual([]);
	expect(skipped).toMatchObject([
		{condition: '<IfModule mod_jk.c>', directive: {words: ['/evj/*', 'ajp13'], place: {line: 2}}},
	]);
});

test('variables come from Define and the environment; unknown ones stay', () => {
	const {hosts} = read(
		{
			'/etc/apache2/apache2.conf': `Define HOST a.example.com\n<VirtualHost *:\${PORT}>\nServerName \${HOST}\nServerAlias \${NONE}\n</VirtualHost>`,
		},
		{variables: new Map([['PORT', '8443']])},
	);
	expect(hosts).toMatchObject([
		{addresses: ['*:8443'], directives: [{words: ['a.example.com']}, {words: [`\${NONE}`]}]},
	]);
});

test('macros are written out with their values, and their lines are marked', () => {
	const {hosts} = readOne(`
<Macro Site $host $hostname>
	<VirtualHost *:443>
		ServerName $hostname
		ServerAlias $host
		JkMount /evj/* ajp13
	</VirtualHost>
</Macro>
Use Site short long.example.com
Use Unknown x`);
	expect(hosts).toMatchObject([
		{
			place: {isFromMacro: true, line: 4},
			directives: [{words: ['long.example.com']}, {words: ['short']}, {name: 'jkmount'}],
		},
	]);
});

test('a macro that uses itself ends', () => {
	expect(readOne('<Macro M>\nUse M\n</Macro>\nUse M').notes).toHaveLength(1);
});

test('ServerRoot moves relative paths', () => {
	const {main} = read({
		'/etc/apache2/apache2.conf': 'ServerRoot "/srv/httpd"\nInclude a.conf',
		'/srv/httpd/a.conf': 'JkMountCopy All',
	});
	expect(main.directives).toHaveLength(1);
});

test('workers come from both kinds of lists, without status workers and without secrets', () => {
	const configuration = read({
		'/etc/apache2/apache2.conf':
			'JkWorkersFile workers.properties\nJkWorkerProperty worker.list=more',
		'/etc/apache2/workers.properties':
			'worker.list=ajp13, st\nworker.st.type=status\nworker.ajp13.secret=hunter2secret',
	});
	expect(configuration.workers).toEqual(['ajp13', 'more']);
	expect(JSON.stringify(configuration)).not.toContain('hunter2secret');
});

test('a mount file is read with its lines', () => {
	const {mountFiles, main} = read({
		'/etc/apache2/apache2.conf': 'JkMountFile map.properties',
		'/etc/apache2/map.properties': '# note\n/evj|/*=ajp13 # all\n!/evj/static/*=ajp13\n',
	});
	expect(main.directives).toMatchObject([{words: ['/etc/apache2/map.properties']}]);
	expect(mountFiles.get('/etc/apache2/map.properties')).toEqual([
		{path: '/evj|/*', worker: 'ajp13', place: {file: '/etc/apache2/map.properties', line: 2}},
		{
			path: '!/evj/static/*',
			worker: 'ajp13',
			place: {file: '/etc/apache2/map.properties', line: 3},
		},
	]);
});

test('damaged configurations end without an error', () => {
	for (const text of [
		'</VirtualHost>',
		'<VirtualHost',
		'<VirtualHost *:80>',
		'<',
		'<>',
		'<Macro x>',
	]) {
		expect(() => readOne(text)).not.toThrow();
	}
});

test('names given on the command line are defined', () => {
	const text = '<IfDefine SSL>\nJkMountCopy All\n</IfDefine>';
	const {main} = read({'/etc/apache2/apache2.conf': text}, {defines: ['SSL']});
	expect(main.directives).toHaveLength(1);
});
