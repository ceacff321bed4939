import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startPractice} from '../../source/practice/start-practice.js';
import {openStores} from '../../source/storage/stores.js';
import {bound} from './bound.js';
import {median} from './median.js';

// npm run bench test-all: many mailboxes of servers that take their time, four at once as always.
const count = 200;
const concurrency = 4;
const latencyMs = 100;
const mailbox = 'evmail@practice.example';
const program = path.join(import.meta.dirname, '../../dist/mailgrant.js');
const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-test-all-'));
const servers = await startPractice({directory: path.join(directory, 'practice')});
try {
	const config = path.join(directory, 'config');
	const {endpoints, identity, caFile} = servers;
	await run(
		config,
		[
			...['add', 'first', '--provider=microsoft', `--mailbox=${mailbox}`, `--ca-file=${caFile}`],
			...[`--tenant=${identity.tenant}`, `--client-id=${identity.clientId}`],
			...[`--authorize-url=${endpoints.microsoft.authorize}`],
			...[`--token-url=${endpoints.microsoft.token}`],
			...[`--device-url=${endpoints.microsoft.device}`],
			...[`--metadata-url=${endpoints.microsoft.metadata}`],
			...[`--imap=${endpoints.imap}`, '--imap-security=tls', '--outgoing=none'],
			...['--callback-port=18765', '--client-secret-stdin'],
		],
		{stdin: identity.clientSecret},
	);
	await run(config, ['sign-in', 'first'], {
		onText: async text => {
			const [url] = /https:\S+authorize\?\S+(?=\s)/.exec(text) ?? [];
			if (url) await servers.practice.playBrowser(url, mailbox);
			return url !== undefined;
		},
	});
	const {grants, secrets} = openStores({directory: config, now: Date.now});
	const first = grants.read('first');
	if (!first) throw new Error('the grant was not kept');
	const names = Array.from({length: count - 1}, (_, index) => `mailbox-${index}`);
	await grants.writeAll(names.map(name => ({...first, grant: {...first.grant, name}})));
	for (const name of names) await secrets.updateTokens(name, () => secrets.readTokens('first'));
	servers.faults.set({latencyMs});

	// The first mailbox brings the start with it; what each further one takes alone is the ideal.
	await run(config, ['test', 'first']);
	const one = await run(config, ['test', 'first']);
	const rounds = 4;
	const alone: number[] = [];
	for (let round = 0; round < rounds; round++) {
		alone.push((await run(config, ['test', ...names.slice(0, concurrency)])).ms);
	}
	const some = await run(config, ['test', ...names.slice(0, rounds * concurrency)]);
	const quarter = await run(config, ['test', ...names.slice(0, count / 4)]);
	const all = await run(config, ['test', '--all']);
	const roundMs = (some.ms - median(alone)) / (rounds - 1);
	const idealMs = median(alone) + (Math.ceil(count / concurrency) - 1) * roundMs;
	console.log(
		`one mailbox ${one.ms.toFixed(0)} ms with the start; each further round ${roundMs.toFixed(0)} ms`,
	);
	console.log(`${count} mailboxes: ${(all.ms / 1000).toFixed(2)} s, ${all.peakMb.toFixed(0)} MB`);
	console.log(
		`${count / 4} mailboxes: ${quarter.peakMb.toFixed(0)} MB; ${rounds * concurrency}: ${some.peakMb.toFixed(0)} MB`,
	);
	bound(`${count} mailboxes to the ideal of ${(idealMs / 1000).toFixed(2)} s`, {
		value: all.ms / idealMs,
		most: 1.3,
	});
	bound('memory, beside that of a quarter', {value: all.peakMb / quarter.peakMb, most: 1.25});
} finally {
	await servers.close();
	rmSync(directory, {recursive: true, force: true});
}

async function run(
	config: string,
	args: readonly string[],
	{
		stdin = '',
		onText,
	}: {
		readonly stdin?: string;
		/** Gives true once it has seen what it wants. */
		readonly onText?: (text: string) => Promise<boolean>;
	} = {},
) {
	const begun = performance.now();
	const child = spawn(process.execPath, [program, ...args], {
		env: {...process.env, MAILGRANT_CONFIG: config, HOME: directory},
	});
	child.stdin.end(stdin);
	let text = '';
	let isSeen = false;
	const hear = (part: Buffer) => {
		text += part;
		if (onText && !isSeen && /https:\S+authorize\?\S+\s/.test(text)) {
			isSeen = true;
			void onText(text);
		}
	};
	child.stdout.on('data', hear);
	child.stderr.on('data', hear);
	let peakMb = 0;
	const looking = setInterval(() => {
		peakMb = Math.max(peakMb, peakOf(child.pid));
	}, 20);
	const code = await new Promise(resolve => child.once('close', resolve));
	clearInterval(looking);
	if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${text}`);
	return {ms: performance.now() - begun, peakMb};
}

function peakOf(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
	} catch {
		// It has ended.
		return 0;
	}
}
