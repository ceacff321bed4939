import {readFileSync, readlinkSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {clean} from '../clean.js';
import {errorCode} from './file-errors.js';

/** Who holds a lock; written beside it. */
export type Holder = {
	readonly pid: number;
	/** Host and PID namespace; a PID means something only there. */
	readonly host: string;
	/** Start time of the process in clock ticks, which tells it from a later one with the same PID. */
	readonly started?: string;
	/** Milliseconds since 1970. */
	readonly since: number;
};

const holderFile = (lock: string) => `${lock}.holder`;

/** Writes down that this process holds the lock. */
export function writeHolder(lock: string): void {
	writeFileSync(holderFile(lock), JSON.stringify(thisHolder()), {mode: 0o600});
}

export const thisHolder = (): Holder => ({
	pid: process.pid,
	host: thisHost(),
	started: thisStart(),
	since: Date.now(),
});

export function removeHolder(lock: string): void {
	rmSync(holderFile(lock), {force: true});
}

/** Undefined when nobody has written, or not yet. */
export function readHolder(lock: string): Holder | undefined {
	try {
		// A process that ends removes its lock but not this file, which must not speak for the next
		// lock. Where a file system knows no time of birth, this gives a later time: then age decides.
		if (statSync(holderFile(lock)).mtimeMs < statSync(lock).birthtimeMs) return undefined;
		return holderIn(holderFile(lock));
	} catch (error) {
		// Half written or gone: the age of the lock decides then.
		if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
		throw error;
	}
}

/** Who has written a file. Throws what keeps it from being read. */
export function holderIn(file: string): Holder | undefined {
	const value: unknown = JSON.parse(readFileSync(file, 'utf8').slice(0, 2000));
	if (typeof value !== 'object' || value === null) return undefined;
	const {pid, host, started, since} = value as Record<string, unknown>;
	if (!Number.isSafeInteger(pid) || Number(pid) <= 0) return undefined;
	if (typeof host !== 'string' || typeof since !== 'number') return undefined;
	return {
		pid: Number(pid),
		host: clean(host, 200),
		since,
		started: typeof started === 'string' ? started : undefined,
	};
}

/** Whether the process still runs; undefined for one of another host, of which nothing can be known. */
export function isAlive(holder: Holder): boolean | undefined {
	if (holder.host !== thisHost()) return undefined;
	try {
		process.kill(holder.pid, 0);
	} catch (error) {
		return errorCode(error) === 'EPERM';
	}
	const now = startOf(holder.pid);
	if (!now) return true;
	return !now.isDead && (holder.started === undefined || holder.started === now.started);
}

/** `process 4711, since 14:02:11`, for messages. */
export function describeHolder(holder: Holder | undefined): string {
	if (!holder) return 'its process is not known';
	const since = new Date(holder.since);
	const time = Number.isNaN(since.getTime()) ? '' : `, since ${since.toTimeString().slice(0, 8)}`;
	const elsewhere = holder.host === thisHost() ? '' : ` on ${holder.host.split(' ')[0]}`;
	return `process ${holder.pid}${elsewhere}${time}`;
}

// Neither changes while a process lives.
let host: string | undefined;
let own: ReturnType<typeof startOf>;

function thisHost(): string {
	host ??= readHost();
	return host;
}

function thisStart(): string | undefined {
	own ??= startOf(process.pid);
	return own?.started;
}

function readHost(): string {
	try {
		return clean(`${hostname()} ${readlinkSync('/proc/self/ns/pid')}`, 200);
	} catch {
		// Only Linux has PID namespaces.
		return clean(hostname(), 200);
	}
}

// proc(5): the second field, in parentheses, may itself hold spaces and parentheses.
function startOf(pid: number) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return {isDead: rest[0] === 'Z' || rest[0] === 'X', started: rest[19]};
	} catch {
		// Only Linux has it; elsewhere the PID alone has to do.
		return undefined;
	}
}
