import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {PassThrough} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {createTerminal} from '../../source/terminal/terminal.js';
import {type TunnelFacts, tunnelLine} from '../../source/terminal/tunnel.js';

const lineOf = (environment: Record<string, string>, facts: Partial<TunnelFacts> = {}) =>
	tunnelLine({port: 8765, user: 'ada', hostname: 'mail1', ancestors: [], ...facts, environment});

const over = (server: string, port = '22', client = '203.0.113.5') => ({
	SSH_CONNECTION: `${client} 50112 ${server} ${port}`,
});

test('there is no tunnel to show when nobody came over SSH', () => {
	expect(lineOf({})).toBeUndefined();
	const ancestors = [{command: 'bash', environment: {HOME: '/root'}}, {command: 'login'}];
	expect(lineOf({TERM: 'linux'}, {ancestors})).toBeUndefined();
});

test.each([
	['the address that the client used', over('192.0.2.10'), {}, 'ada@192.0.2.10'],
	['another port', over('192.0.2.10', '2222'), {}, '-p 2222 ada@192.0.2.10'],
	['IPv6', over('2001:db8::10', '22', '2001:db8::5'), {}, 'ada@2001:db8::10'],
	['IPv4 on an IPv6 socket', over('::ffff:192.0.2.10'), {}, 'ada@192.0.2.10'],
	['one private network', over('10.0.0.2', '22', '10.0.9.9'), {}, 'ada@10.0.0.2'],
	['an address behind translation', over('10.0.0.2', '2022'), {}, '-p 2022 ada@<host>'],
	['a link-local address', over('fe80::1%eth0', '22', 'fe80::2%eth0'), {}, 'ada@<host>'],
	['loopback', over('127.0.0.1', '22', '127.0.0.1'), {}, 'ada@<host>'],
	['a full host name', over('10.0.0.2'), {hostname: 'Track.Example.com'}, 'ada@track.example.com'],
	[
		'a name only of its cloud',
		over('192.0.2.1'),
		{hostname: 'ip-10.ec2.internal'},
		'ada@192.0.2.1',
	],
	['a name only of itself', over('192.0.2.1'), {hostname: 'a.localdomain'}, 'ada@192.0.2.1'],
	['a user with a domain', over('192.0.2.1'), {user: 'ACME\\ada'}, `'ACME\\ada'@192.0.2.1`],
	['sudo that kept it', {...over('192.0.2.1'), SUDO_USER: 'bob'}, {user: 'root'}, 'bob@192.0.2.1'],
	['su without a login', {...over('192.0.2.1'), LOGNAME: 'bob'}, {user: 'root'}, 'bob@192.0.2.1'],
])('%s', (_, environment, facts, end) => {
	expect(lineOf(environment, facts)).toBe(`ssh -L 8765:localhost:8765 ${end}`);
});

test('what sudo or su forgot is read from the shell above', () => {
	const shell = {command: 'bash', environment: {...over('192.0.2.10', '2222'), LOGNAME: 'ada'}};
	const ancestors = [{command: 'sudo'}, shell, {command: 'sshd-session'}];
	const expected = 'ssh -L 8765:localhost:8765 -p 2222 ada@192.0.2.10';
	expect(lineOf({SUDO_USER: 'ada'}, {user: 'root', ancestors})).toBe(expected);
	expect(lineOf({LOGNAME: 'evmail'}, {user: 'evmail', ancestors})).toBe(expected);
});

test('where only an SSH server above is seen, the host is left to the admin', () => {
	const expected = 'ssh -L 8765:localhost:8765 ada@<host>';
	expect(lineOf({SSH_TTY: '/dev/pts/1'})).toBe(expected);
	expect(lineOf({}, {ancestors: [{command: 'su'}, {command: 'bash'}, {command: 'sshd'}]})).toBe(
		expected,
	);
	expect(lineOf({SSH_CLIENT: 'x'}, {hostname: 'mail1.acme.com'})).toContain('ada@mail1.acme.com');
});

test.each([
	'',
	'x',
	'1.2.3.4 5 6.7.8.9',
	'1.2.3.4 5 6.7.8.9 99999',
	'1.2.3.4 5 $(id) 22',
	'a b c d',
])('a mangled SSH_CONNECTION (%j) gives no wrong address', value => {
	const line = lineOf({SSH_CONNECTION: value, SSH_TTY: '/dev/pts/1'});
	expect(line).toBe('ssh -L 8765:localhost:8765 ada@<host>');
});

test('escape sequences in a user name do not reach the terminal', () => {
	const line = lineOf(over('192.0.2.1'), {user: '\u001B[2Ja;id'});
	expect(line).toBe(`ssh -L 8765:localhost:8765 'a;id'@192.0.2.1`);
});

test.skipIf(process.platform !== 'linux')('the processes above are read from /proc', async () => {
	const hooks = fileURLToPath(new URL('../helpers/typescript-hooks.js', import.meta.url));
	const module = new URL('../../source/terminal/ancestors.ts', import.meta.url).href;
	const script = `const {readAncestors} = await import('${module}'); console.log(JSON.stringify(readAncestors()))`;
	// A shell in between, as after sudo: it knows of the connection, the program does not.
	const child = spawn(
		'sh',
		[
			'-c',
			'env -u SSH_CONNECTION "$0" --import "$1" --input-type=module -e "$2"; true',
			process.execPath,
			hooks,
			script,
		],
		{env: {...process.env, ...over('192.0.2.10')}, stdio: ['ignore', 'pipe', 'inherit']},
	);
	onTestFinished(() => {
		child.kill();
	});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', chunk => {
		output += chunk;
	});
	await once(child, 'close');
	const [shell, ...rest] = JSON.parse(output);
	expect(shell.command).toBe('sh');
	expect(shell.environment.SSH_CONNECTION).toBe(over('192.0.2.10').SSH_CONNECTION);
	expect(rest.length).toBeGreaterThan(0);
	expect(lineOf({}, {ancestors: [shell]})).toContain('@192.0.2.10');
});

test('the terminal gives the line of its own facts', async () => {
	const terminal = createTerminal({
		environment: over('192.0.2.10'),
		stdout: {write: () => true},
		stdin: new PassThrough(),
		user: 'ada',
		hostname: 'mail1',
		ancestors: () => [],
	});
	expect(await terminal.tunnel(9000)).toBe('ssh -L 9000:localhost:9000 ada@192.0.2.10');
});

test('in tmux the line is that of whoever is attached now, not of whoever began the pane', () => {
	const ancestors = [{command: 'bash', environment: {...over('192.0.2.10'), LOGNAME: 'ada'}}];
	const attached = {value: '203.0.113.9 1 192.0.2.20 2222'};
	expect(lineOf(over('192.0.2.10'), {attached})).toContain('-p 2222 ada@192.0.2.20');
	expect(lineOf({}, {attached, ancestors, user: 'root'})).toContain('-p 2222 ada@192.0.2.20');
	expect(lineOf({}, {attached})).toContain('-p 2222 ada@192.0.2.20');
	expect(lineOf(over('192.0.2.10'), {attached: {}})).toBeUndefined();
});
