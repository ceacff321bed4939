import {chmodSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createClientCertificate} from './rig/certificates.js';
import {type Cluster, type Node, startCluster} from './rig/cluster.js';
import {whyNoHosts} from './rig/hosts.js';
import {whyNoPostgres} from './rig/postgres.js';

type Own = {readonly cert: string; readonly key: string};

describe.skipIf(whyNoPostgres() ?? whyNoHosts())(
	'a store that hosts sign in to by certificate',
	{timeout: 60_000},
	() => {
		let cluster: Cluster;
		let tls = '';
		beforeAll(async () => {
			cluster = await startCluster({
				hosts: 1,
				// A role of its own: the others sign in with their password.
				rules: ['hostssl mailgrant witness 10.0.0.0/8 cert'],
			});
			tls = cluster.certificates.ca.replace(/\/[^/]*$/, '');
			await cluster.postgres.sql('CREATE ROLE witness LOGIN; GRANT mailgrant TO witness');
		}, 90_000);
		afterAll(() => cluster?.close());

		const node = (): Node => {
			const [found] = cluster.nodes;
			if (!found) throw new Error('no hosts');
			return found;
		};
		/** Of one host: what all of them come to would be said twice. */
		const addressWith = (own: Partial<Own>) => {
			const {here, certificates, postgres} = cluster;
			const files = Object.entries(own).map(([name, file]) => `&ssl${name}=${file}`);
			return `postgres://witness@${here}:${postgres.port}/mailgrant?sslmode=verify-full&sslrootcert=${certificates.ca}${files.join('')}`;
		};
		const list = (own: Partial<Own>) => node().run(['list', '--timeout', '2'], addressWith(own));

		test('no password is asked for, and all that is done goes', async () => {
			const own = await createClientCertificate(tls, 'witness');
			const address = addressWith(own);
			expect(await list(own)).toMatchObject({code: 0});
			await cluster.expire();
			const renewed = await node().run(['token', 'evmail'], address);
			expect(renewed).toMatchObject({code: 0, stderr: ''});
			const status = await node().run(['store', 'status'], address);
			expect(status.stdout).toContain('TLSv1.3');
			expect(status.stdout).not.toContain('pooler');
		});

		test('without one, or with that of somebody else, it is said what is missing', async () => {
			const none = await list({});
			expect(none).toMatchObject({code: 1, stdout: ''});
			expect(none.stderr).toContain('wants a certificate of this host, for witness');
			expect(none.stderr).toContain('?sslcert=FILE&sslkey=FILE');
			const other = await list(await createClientCertificate(tls, 'somebody'));
			expect(other).toMatchObject({code: 1, stdout: ''});
			expect(other.stderr).toContain('does not take the certificate of this host for witness');
			expect(other.stderr).toContain('its name (CN) has to be that of the role');
		});

		test('one that the server does not trust is told from a server that is not trusted', async () => {
			const own = await createClientCertificate(tls, 'witness', {isSelfSigned: true});
			const told = await list(own);
			expect(told).toMatchObject({code: 1, stdout: ''});
			expect(told.stderr).toContain('does not trust the certificate of this host');
			expect(told.stderr).toContain('ssl_ca_file');
		});

		test('files that do not fit, or lie open, are told before anything is sent', async () => {
			const own = await createClientCertificate(tls, 'witness');
			const other = await createClientCertificate(tls, 'somebody');
			const mixed = await list({cert: own.cert, key: other.key});
			expect(mixed).toMatchObject({code: 1, stdout: ''});
			expect(mixed.stderr).toContain(`${other.key} is not the key of ${own.cert}`);
			const half = await list({cert: own.cert});
			expect(half.stderr).toContain('one half is missing');
			chmodSync(own.key, 0o644);
			const loose = await list(own);
			expect(loose.stderr).toContain(`chmod 600 ${own.key}`);
			expect(loose.stderr).not.toContain('PRIVATE');
		});
	},
);
