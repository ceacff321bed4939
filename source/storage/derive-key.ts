import {randomBytes, scrypt} from 'node:crypto';
import {isNumber, isText, objectOf, type Shape} from './shape.js';

/** Cost of scrypt (RFC 7914 §2): N, r and p, and the salt in base64. */
export type ScryptParameters = {
	readonly cost: number;
	readonly blockSize: number;
	readonly parallelization: number;
	readonly salt: string;
};

export type ScryptCost = Omit<ScryptParameters, 'salt'>;

/** 128 MiB and some tenths of a second. Argon2 would do as well, but Node has it only since 24.7, and a store has to open with any. */
export const usualCost: ScryptCost = {cost: 2 ** 17, blockSize: 8, parallelization: 1};

const keyBytes = 32;
/** Four times what `usualCost` takes. A file may ask for no more: it can come from anybody. */
const mostBytes = 512 * 1024 * 1024;

export const newParameters = (cost: ScryptCost): ScryptParameters => ({
	...cost,
	salt: randomBytes(32).toString('base64'),
});

/** Whether parameters that were read can be worked with, in bounded memory and time. */
export const scryptShape: Shape = value => {
	if (
		!objectOf({cost: isNumber, blockSize: isNumber, parallelization: isNumber, salt: isText})(value)
	) {
		return false;
	}
	const {cost, blockSize, parallelization, salt} = value as ScryptParameters;
	return (
		Number.isInteger(Math.log2(cost)) &&
		cost >= 2 &&
		[blockSize, parallelization].every(each => Number.isSafeInteger(each) && each >= 1) &&
		parallelization <= 4 &&
		memoryOf({cost, blockSize, parallelization}) <= mostBytes &&
		/^[A-Za-z0-9+/]{22,128}={0,2}$/.test(salt)
	);
};

const memoryOf = ({cost, blockSize, parallelization}: ScryptCost) =>
	128 * blockSize * (cost + parallelization);

/** The key that a passphrase stands for. The same letters typed on another terminal may be composed otherwise, and count as the same. */
export function deriveKey(
	passphrase: string,
	{salt, ...sizes}: ScryptParameters,
): Promise<Uint8Array> {
	const {promise, resolve, reject} = Promise.withResolvers<Uint8Array>();
	scrypt(
		passphrase.normalize('NFC'),
		Buffer.from(salt, 'base64'),
		keyBytes,
		{...sizes, maxmem: memoryOf(sizes) + 1024 * 1024},
		(error, key) => (error ? reject(error) : resolve(key)),
	);
	return promise;
}
