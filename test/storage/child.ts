// A process of its own that works on the stores: node child.ts DIRECTORY TASK NAME
import {keyring} from '../../source/storage/keyring.js';
import {openStores} from '../../source/storage/stores.js';
import {createVault} from '../../source/storage/vault.js';

const [directory = '', task = '', name = ''] = process.argv.slice(2);
const {grants, secrets} = openStores({directory, now: Date.now, waitMs: 60_000});

function recordOf(tick: string) {
	return {
		grant: {
			name: tick,
			provider: 'microsoft',
			mailbox: 'evmail@acme.com',
			incoming: 'imap',
			outgoing: 'smtp',
			callbackPort: 8765,
			flow: 'browser',
		},
		evidence: {},
		ticks: [tick],
	} as const;
}

switch (task) {
	case 'fill': {
		for (const round of [1, 2, 3]) {
			const record = grants.read('shared') ?? expectShared();
			await grants.write({...record, ticks: [...record.ticks, `${name}-${round}`]});
			await secrets.update('shared', ({tokens}) => ({
				tokens: {
					accessToken: 'token',
					obtainedAt: 0,
					expiresAt: 1,
					flow: 'browser',
					scopes: [...(tokens?.scopes ?? []), `${name}-${round}`],
				},
			}));
		}
		await grants.write(recordOf(name));
		await secrets.update(name, () => ({clientSecret: {value: name, setAt: 1}}));
		break;
	}
	case 'hold': {
		await secrets.exclusively('shared', async () => {
			process.stdout.write('held\n');
			await new Promise(resolve => process.stdin.once('end', resolve).resume());
		});
		break;
	}
	case 'hold-write': {
		await secrets.update('shared', latest => {
			process.stdout.write('held\n');
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
			return latest;
		});
		break;
	}
	case 'churn': {
		// Whoever started it and was killed has closed it.
		process.stdin.once('end', () => process.exit(1)).resume();
		for (let round = 1; ; round++) {
			const value = `${round} `.repeat(2000);
			await grants.write({...recordOf('shared'), ticks: [value]});
			await secrets.update('shared', () => ({clientSecret: {value, setAt: round}}));
			process.stdout.write(`${round}\n`);
			// Else it would never see that its input has ended.
			await new Promise(resolve => setImmediate(resolve));
		}
	}
	case 'rekey': {
		for (const _ of [1, 2, 3, 4, 5, 6, 7, 8]) {
			const key = keyring({directory});
			await createVault({directory, environment: {}, key}).rekey({from: 'new'});
		}
		break;
	}
	default:
		throw new Error(`No task ${task}`);
}

function expectShared(): never {
	throw new Error('The shared grant is gone');
}
