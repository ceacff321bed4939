import {spawn} from 'node:child_process';
import {openSync, readFileSync} from 'node:fs';

/** What a program needed to read a file on its standard input. */
export type Measured = {
	readonly seconds: number;
	/** Most memory that it held at a time; undefined where the system does not say. */
	readonly peakBytes?: number;
	readonly code: number | null;
	readonly stdout: string;
};

export function measure(command: string, args: readonly string[], file: string): Promise<Measured> {
	const started = performance.now();
	const child = spawn(command, args, {stdio: [openSync(file, 'r'), 'pipe', 'inherit']});
	let stdout = '';
	let peakBytes: number | undefined;
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	// VmHWM only grows, so that the last look is the peak but for the very end.
	const looking = setInterval(() => {
		peakBytes = peakOf(child.pid) ?? peakBytes;
	}, 10);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', code => {
			clearInterval(looking);
			resolve({seconds: (performance.now() - started) / 1000, peakBytes, code, stdout});
		});
	}).finally(() => clearInterval(looking)) as Promise<Measured>;
}

function peakOf(pid: number | undefined): number | undefined {
	try {
		const [, kilobytes] =
			/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
	} catch {
		// It has ended, or the system has no /proc.
		return undefined;
	}
}
