import {readDescriptor} from './key-descriptor.js';

/** What every process has to be handed for the secrets of a directory; undefined where it finds the key by itself. */
export function handedKey(directory: string): 'passphrase' | 'credential' | undefined {
	const source = readDescriptor(directory, 'key.json')?.source;
	return source === 'file' ? undefined : source;
}
