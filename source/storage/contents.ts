import type {SecretEntry} from './secret-store.js';

/** All that a store holds, in clear. */
export type Contents = {
	/** As `grants.json` has them. */
	readonly grants: readonly unknown[];
	readonly secrets: readonly SecretEntry[];
	/** Answers about properties, by instance of ExtraView. */
	readonly instances: Readonly<Record<string, unknown>>;
	/** Who is told by mail, as `notify.json` has it. */
	readonly notify?: unknown;
	/** What they were told, as it has it. A backup has none: what is open after it was brought back is told anew. */
	readonly told?: unknown;
};
