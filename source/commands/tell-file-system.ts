import type {GrantStore} from '../grant-store-port.js';
import type {Output} from './output.js';

/** Says once where locks and renames are less sure than on a local disk. */
export function tellFileSystem(
	{grants}: {readonly grants: Pick<GrantStore, 'directory' | 'networkFileSystem'>},
	output: Output,
): void {
	const kind = grants.networkFileSystem?.();
	if (kind === undefined) return;
	output.tell(
		`${grants.directory} lies on ${kind}, a network file system: locks and renames are less sure there. Keep it on a local disk: mailgrant --config DIR`,
	);
}
