import {spawn} from 'node:child_process';
import {onTestFinished} from 'vitest';

/** Reads datagrams and prints each as a line. Node.js has no such sockets. */
const script = `
use strict; use Socket; $| = 1;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die $!;
bind($socket, pack_sockaddr_un($ARGV[0])) or die $!;
print "listening\\n";
while (defined(recv($socket, my $message, 65536, 0))) { $message =~ s/\\n+/|/g; print "$message\\n"; }
`;

export type NotifySocket = {
	/** Resolves with all messages so far once one of them fits; that which systemd-notify sends to be waited for is left out. */
	readonly until: (
		isEnough: (messages: readonly string[]) => boolean,
	) => Promise<readonly string[]>;
	readonly messages: () => readonly string[];
};

/** What systemd listens on as NOTIFY_SOCKET, at a path; closed when the test has finished. */
export async function notifySocket(path: string): Promise<NotifySocket> {
	const child = spawn('perl', ['-e', script, path], {stdio: ['ignore', 'pipe', 'inherit']});
	let text = '';
	const lookers = new Set<() => void>();
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		text += chunk;
		for (const look of lookers) look();
	});
	const closed = new Promise<void>(resolve => child.once('close', () => resolve()));
	onTestFinished(async () => {
		child.kill('SIGKILL');
		await closed;
	});
	const lines = () => text.split('\n').slice(0, -1);
	const messages = () =>
		lines().filter(line => line !== 'listening' && !line.startsWith('BARRIER'));
	function when(isSo: () => boolean) {
		const {promise, resolve} = Promise.withResolvers<void>();
		const look = () => {
			if (isSo()) resolve();
		};
		lookers.add(look);
		look();
		return promise.finally(() => lookers.delete(look));
	}
	await when(() => lines().includes('listening'));
	return {
		messages,
		async until(isEnough) {
			await when(() => isEnough(messages()));
			return messages();
		},
	};
}
