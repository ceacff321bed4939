import {statfsSync} from 'node:fs';
import path from 'node:path';
import {errorCode} from './file-errors.js';

/** By the type that statfs(2) gives. */
const kinds: ReadonlyMap<number, string> = new Map([
	[0x6969, 'NFS'],
	[0xff534d42, 'SMB (CIFS)'],
	[0xfe534d42, 'SMB'],
	[0x517b, 'SMB'],
	[0x5346414f, 'AFS'],
	[0x00c36400, 'Ceph'],
	[0x01021997, '9P'],
	[0x0bd00bd0, 'Lustre'],
	[0x47504653, 'GPFS'],
	[0x01161970, 'GFS2'],
	[0x7461636f, 'OCFS2'],
	[0x19830326, 'BeeGFS'],
	// sshfs and GlusterFS are among these, as are local ones.
	[0x65735546, 'FUSE'],
]);

/** The network file system below a directory, or below where it will be made; undefined on a local disk. */
export function networkFileSystem(
	directory: string,
	typeOf: (directory: string) => number = at => statfsSync(at).type,
): string | undefined {
	try {
		return kinds.get(typeOf(directory) >>> 0);
	} catch (error) {
		if (errorCode(error) !== 'ENOENT' || directory === path.dirname(directory)) return undefined;
		return networkFileSystem(path.dirname(directory), typeOf);
	}
}
