import {readFileSync, readlinkSync} from 'node:fs';
import {hostname} from 'node:os';
import {clean} from '../clean.js';
import {errorCode} from './file-errors.js';

/** Who holds a lock. */
export type Holder = {
	readonly pid: number;
	/** Host and PID namespace; a PID means something only there. */
	readonly host: string;
	/** Start time of the process in clock ticks, which tells it from a later one with the same PID. */
	readonly started?: string;
	/** Milliseconds since 1970. */
	readonly since: number;
};

/** This process, as a lock names it: `4711 83947 1795984113123 mail pid:[4026531836]`. So short that ext4 keeps a link to it where the link itself is. */
export const thisHolder = (): string =>
	[process.pid, thisStart() ?? '-', Date.now(), thisHost()].join(' ');

/** Undefined for what names nobody. */
function parseHolder(text: string): Holder | undefined {
	const [, pid, started, since, host] = /^(\d+) (\d+|-) (\d+) (.+)$/.exec(text) ?? [];
	if (!Number.isSafeInteger(Number(pid)) || Number(pid) <= 0 || host === undefined)
		return undefined;
	return {
		pid: Number(pid),
		host: clean(host, 200),
		since: Number(since),
		started: started === '-' ? undefined : started,
	};
}

/** Of a lock that is a link to its name. Undefined when it names nobody, as those of earlier versions, or is gone. */
export function readHolder(lock: string): Holder | undefined {
	try {
		return parseHolder(readlinkSync(lock));
	} catch (error) {
		if (errorCode(error) !== undefined) return undefined;
		throw error;
	}
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
