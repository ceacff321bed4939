import {randomBytes, randomInt} from 'node:crypto';
import type {Dialect} from './dialect.js';

const tenMinutesMs = 600_000;
const maxEntries = 1000;

/** An authorization request that waits for the user. */
export type Asked = {
	readonly dialect: Dialect;
	readonly clientId: string;
	readonly redirectUri: string;
	readonly state?: string;
	readonly challenge: string;
	readonly scopes: readonly string[];
	/** Google's access_type=offline with prompt=consent; always elsewhere, the scope decides. */
	readonly isOffline: boolean;
	readonly expiresAt: number;
};

/** An authorization code's meaning. */
export type Coded = Asked & {readonly account: string; isUsed: boolean; refreshToken?: string};

export type DeviceSignIn = {
	readonly dialect: Dialect;
	readonly clientId: string;
	readonly userCode: string;
	readonly scopes: readonly string[];
	readonly expiresAt: number;
	readonly intervalMs: number;
	/** Of the last poll, which the next one may not follow too soon. */
	polledAt: number;
	outcome:
		| {readonly type: 'pending' | 'declined' | 'used'}
		| {readonly type: 'accepted'; readonly account: string};
};

/** Sign-ins under way: pages shown, codes given, devices waiting. Each kind is capped, the oldest go. */
export type SignInBook = {
	readonly ask: (asked: Omit<Asked, 'expiresAt'>) => string;
	readonly findAsked: (id: string) => Asked | undefined;
	readonly issueCode: (asked: Asked, account: string) => string;
	readonly findCode: (code: string) => Coded | undefined;
	readonly startDevice: (asked: Pick<DeviceSignIn, 'dialect' | 'clientId' | 'scopes'>) => {
		readonly deviceCode: string;
		readonly device: DeviceSignIn;
	};
	readonly findDevice: (deviceCode: string) => DeviceSignIn | undefined;
	/** Forgives case, spaces and the hyphen. */
	readonly findUserCode: (userCode: string) => DeviceSignIn | undefined;
};

export function createSignInBook(now: () => number): SignInBook {
	const pages = new Map<string, Asked>();
	const codes = new Map<string, Coded>();
	const devices = new Map<string, DeviceSignIn>();
	const live = <Entry extends {readonly expiresAt: number}>(entry: Entry | undefined) =>
		entry && entry.expiresAt > now() ? entry : undefined;
	return {
		ask: request => {
			const id = randomBytes(16).toString('base64url');
			keep(pages, id, {...request, expiresAt: now() + tenMinutesMs});
			return id;
		},
		findAsked: id => live(pages.get(id)),
		issueCode: (request, account) => {
			const code = codePrefix[request.dialect] + randomBytes(600).toString('base64url');
			const short = code.slice(0, 800);
			keep(codes, short, {...request, account, isUsed: false, expiresAt: now() + tenMinutesMs});
			return short;
		},
		findCode: code => live(codes.get(code)),
		startDevice: asked => {
			const deviceCode = randomBytes(120).toString('base64url');
			const device: DeviceSignIn = {
				...asked,
				userCode: createUserCode(),
				expiresAt: now() + 900_000,
				intervalMs: 5000,
				polledAt: 0,
				outcome: {type: 'pending'},
			};
			keep(devices, deviceCode, device);
			return {deviceCode, device};
		},
		findDevice: deviceCode => devices.get(deviceCode),
		findUserCode: userCode => {
			const wanted = plain(userCode);
			return [...devices.values()].find(
				device => live(device) && plain(device.userCode) === wanted,
			);
		},
	};
}

const codePrefix: Record<Dialect, string> = {microsoft: '1.AW8A', google: '4/0A', plain: ''};

function keep<Entry>(map: Map<string, Entry>, key: string, entry: Entry): void {
	map.set(key, entry);
	const oldest = map.keys().next();
	if (map.size > maxEntries && !oldest.done) map.delete(oldest.value);
}

/** Consonants only, so that no word comes out (RFC 8628 §6.1). */
function createUserCode(): string {
	const letters = 'BCDFGHJKLMNPQRSTVWXZ';
	const pick = () => Array.from({length: 4}, () => letters[randomInt(letters.length)]).join('');
	return `${pick()}-${pick()}`;
}

const plain = (userCode: string) => userCode.toUpperCase().replace(/[^A-Z]/g, '');
