import {chmodSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {arrival} from './rig/arrival.js';
import {fetchPackages} from './rig/debian-packages.js';
import {whyNoRoot} from './rig/debian-root.js';
import {expectOk} from './rig/expect-ok.js';
import {createMailgrant, type Mailgrant, program} from './rig/mailgrant.js';
import {notifySocket} from './rig/notify-socket.js';
import {runProgram} from './rig/run-program.js';
import {type SidPostfix, sidPackages, startSidPostfix} from './rig/sid-postfix.js';
import {signInByCallback} from './rig/sign-in.js';
import {type Rig, startRig, whyNoRig} from './rig/start-rig.js';

const whyNot = whyNoRig() ?? whyNoRoot();
const fetched = whyNot === undefined ? await fetchPackages(sidPackages) : {why: whyNot};
if ('why' in fetched) console.warn(`Postfix is not tried with sasl-xoauth2: ${fetched.why}`);

const name = "Ärger & Freude 'x'";
const script = '/usr/local/sbin/mailgrant-postfix';
const tokenFiles = ['', '/var/spool/postfix'].map(root => `${root}/etc/postfix/mailgrant.token`);

describe.skipIf('why' in fetched)(
	'Postfix with sasl-xoauth2, set up by the exported script',
	{
		timeout: 60_000,
	},
	() => {
		let rig: Rig;
		let mailgrant: Mailgrant;
		let client: SidPostfix;
		beforeAll(async () => {
			rig = await startRig();
			mailgrant = createMailgrant();
			await expectOk(mailgrant.add(rig, name));
			await expectOk(signInByCallback(mailgrant, rig, name));
			client = await startSidPostfix({
				directory: rig.part('x'),
				archives: 'archives' in fetched ? fetched.archives : [],
				shared: [process.execPath, dirname(program), mailgrant.home, dirname(rig.ca)],
			});
			await expectOk(
				mailgrant.run(['export', name, '--for', 'postfix', '--out', client.path(script)]),
			);
		}, 60_000);
		afterAll(async () => {
			await client?.stop();
			await mailgrant?.close();
			await rig?.stop();
		});

		/** A command of the client's host. */
		const run = (words: readonly string[], input?: string) =>
			expectOk(
				runProgram([...client.prefix, ...words], {
					home: mailgrant.home,
					input,
					env: {PATH: '/usr/sbin:/usr/bin:/sbin:/bin'},
				}),
			);

		const send = (subject: string) =>
			run(
				['sendmail', '-f', rig.mailbox, '--', rig.mailbox],
				`From: ${rig.mailbox}\nTo: ${rig.mailbox}\nSubject: ${subject}\n\nA line.\n`,
			);

		/** How the delivery of a message ends that is sent now. */
		const outcome = async (subject: string) => {
			const before = client.log().length;
			await send(subject);
			return vi.waitUntil(() => / (dsn=.*)$/m.exec(client.log().slice(before))?.[1], {
				timeout: 15_000,
				interval: 100,
			});
		};

		const refused = /^dsn=4\.7\.0, status=deferred \(SASL authentication failed; .*bad protocol/;

		const tokens = () => tokenFiles.map(file => readFileSync(client.path(file), 'utf8'));

		test('it sends with a token, and what waits for one with the next', async () => {
			expect((await run([script])).stderr).toBe('Set up with sasl-xoauth2. Now: postfix reload\n');
			await run(['postfix', 'reload']);
			// What Postfix says at each start.
			expect((await run(['postfix', 'check'])).stderr).toBe('');
			expect(await outcome('with-the-first')).toMatch(/^dsn=2\.0\.0, status=sent /);
			expect(await arrival(rig, 'with-the-first')).toMatch(/client\.example\.net/);
			expect(rig.postfix.log()).toContain(`sasl_method=XOAUTH2, sasl_username=${rig.mailbox}`);
			const first = tokens();
			const asked = rig.authorization.requests.filter(request => request === 'POST /token').length;

			// As after its hour.
			rig.authorization.expireAccessTokens();
			const socket = await notifySocket(client.path('/dev/log'));
			chmodSync(client.path('/dev/log'), 0o666);
			const before = rig.postfix.log().length;
			expect(await outcome('with-the-second')).toMatch(refused);
			// The server may write down the end of it only later.
			await vi.waitUntil(() => /disconnect .* auth=0\/1/.test(rig.postfix.log().slice(before)), {
				timeout: 15_000,
				interval: 100,
			});
			// It looks for a new one by itself, with nothing that it could get it with and nowhere to get it.
			const [said] = await socket.until(({length}) => length > 0);
			expect(said).toMatch(/sasl-xoauth2.* http error: Protocol "none" not supported/);
			expect(tokens()).toEqual(first);
			expect(rig.authorization.requests.filter(request => request === 'POST /token').length).toBe(
				asked,
			);

			await expectOk(mailgrant.run(['refresh', name, '--force']));
			expect((await run([script])).stderr).toBe('');
			expect(tokens()).not.toEqual(first);
			await run(['postqueue', '-f']);
			await arrival(rig, 'with-the-second');
		});

		test('a token that cron has not renewed in time is not used', async () => {
			const good = tokens();
			for (const [index, file] of tokenFiles.entries()) {
				const past = String(Math.floor(Date.now() / 1000) - 1);
				writeFileSync(
					client.path(file),
					good[index]?.replace(/("expiry": ")\d+/, `$1${past}`) ?? '',
				);
			}
			const before = rig.postfix.log();
			expect(await outcome('with-the-third')).toMatch(refused);
			expect(rig.postfix.log().slice(before.length)).not.toContain('XOAUTH2');
			await run([script]);
			await run(['postqueue', '-f']);
			await arrival(rig, 'with-the-third');
		});

		test('in a chroot it sends too', async () => {
			await run(['postfix', 'chroot', 'on']);
			expect((await run(['postfix', 'chroot'])).stdout).toMatch(/\bon\b/);
			expect((await run(['postfix', 'check'])).stderr).toBe('');
			await run(['postfix', 'reload']);
			// Only that of the chroot is left.
			writeFileSync(client.path(tokenFiles[0] ?? ''), '');
			expect(await outcome('from-the-chroot')).toMatch(/^dsn=2\.0\.0, status=sent /);
			await arrival(rig, 'from-the-chroot');
			const owner = Number((await run(['id', '-g', 'postfix'])).stdout);
			for (const file of tokenFiles)
				expect(statSync(client.path(file))).toMatchObject({uid: 0, gid: owner, mode: 0o100_440});
		});
	},
);
