import type {Call} from './call.js';
import type {Trial} from './export/program.js';

/** What came of running a program. */
export type Ran = {
	readonly ok: boolean;
	/** Both outputs, cleaned and capped, without the private directory's name. */
	readonly said: string;
	/** It was ended for want of time. */
	readonly isTimedOut?: true;
};

/** A passphrase, or a systemd credential, without which the secrets are not read. */
export type HandedKey = 'passphrase' | 'credential';

/** Other programs of this host. */
export type Programs = {
	/** The words by which another program starts this one with the same configuration. */
	readonly own: readonly string[];
	/** The same for a program that root starts, in the name of whoever owns the configuration. */
	readonly ownAsRoot: readonly string[];
	/** What this one has to be handed for the secrets, and lacks where another program starts it. */
	readonly handedKey: () => HandedKey | undefined;
	/** The path of an installed program; undefined when there is none. */
	readonly find: (name: string) => Promise<string | undefined>;
	/** Runs it without a shell, with the trial's files in a private directory that is removed afterwards. `timeoutMs` is the deadline of the whole. Rejects with `signal.reason`. */
	readonly run: (path: string, trial: Trial, call: Call) => Promise<Ran>;
};
