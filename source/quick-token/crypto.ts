import {builtin} from '../builtin.js';

// In the place of `node:crypto`, which takes as long to load as a fifth of all that Node does at its
// start. A token that is there already is printed without it, unless several keys have to be told
// from each other.
const crypto = () => builtin('node:crypto');

type Crypto = typeof import('node:crypto');

export const createHmac: Crypto['createHmac'] = (...values) => crypto().createHmac(...values);
export const randomBytes = (size: number): Buffer => crypto().randomBytes(size);
export const hkdfSync: Crypto['hkdfSync'] = (...values) => crypto().hkdfSync(...values);
export const scrypt = (...values: Parameters<Crypto['scrypt']>): void => crypto().scrypt(...values);
export const createCipheriv: Crypto['createCipheriv'] = (...values: unknown[]) =>
	Reflect.apply(crypto().createCipheriv, undefined, values);
export const createDecipheriv: Crypto['createDecipheriv'] = (...values: unknown[]) =>
	Reflect.apply(crypto().createDecipheriv, undefined, values);
