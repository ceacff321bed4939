import {randomBytes} from 'node:crypto';
import {mkdirSync} from 'node:fs';
import {keyring} from '../../source/storage/keyring.js';
import {storeFile} from '../../source/storage/store-file.js';
import {openStores} from '../../source/storage/stores.js';

export const hourMs = 3_600_000;

/** Random text, as long as tokens of Microsoft are with 1800 (access) and 1100 (refresh). */
export const randomText = (length: number): string =>
	randomBytes(length).toString('base64url').slice(0, length);

/** A configuration directory with signed-in grants, `mailbox-0@example.com` and so on; gives their names. */
export async function fillStore(
	config: string,
	{
		count,
		fields,
		obtainedAt = () => Date.now(),
	}: {
		readonly count: number;
		/** Of every grant, beside what all have. */
		readonly fields: Readonly<Record<string, string>>;
		/** When the tokens came, which live an hour. */
		readonly obtainedAt?: (index: number) => number;
	},
): Promise<readonly string[]> {
	mkdirSync(config, {mode: 0o700});
	const names = Array.from({length: count}, (_, index) => `mailbox-${index}@example.com`);
	storeFile({directory: config, name: 'grants', extension: 'json'}).write({
		grants: names.map((name, index) => ({
			grant: {
				name,
				provider: 'microsoft',
				tenant: 'example.com',
				mailbox: name,
				incoming: 'imap',
				outgoing: 'smtp',
				callbackPort: 1024 + index,
				flow: 'browser',
				clientId: 'client',
				...fields,
			},
			evidence: {},
			ticks: [],
		})),
	});
	const key = keyring({directory: config});
	storeFile({directory: config, name: 'secrets', extension: 'enc', key}).write({
		secrets: names.map(name => ({
			name,
			secrets: {clientSecret: {value: randomText(40), setAt: Date.now()}},
		})),
	});
	const {secrets} = openStores({directory: config, now: Date.now});
	for (const [index, name] of names.entries()) {
		const came = obtainedAt(index);
		await secrets.updateTokens(name, () => ({
			tokens: {
				accessToken: randomText(1800),
				refreshToken: randomText(1100),
				obtainedAt: came,
				expiresAt: came + hourMs,
				scopes: ['mail', 'offline_access'],
				flow: 'browser',
			},
		}));
	}
	return names;
}
