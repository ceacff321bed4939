import type {Terminal} from '../terminal-port.js';

const settleMs = 300;

/** This process as a job of a shell: stopped and continued. */
export function createJob(): Pick<Terminal, 'stop' | 'onJob'> {
	let listener: Parameters<Terminal['onJob']>[0] | undefined;
	let isStopping = false;

	const stopped = () => listener?.onStop(() => stop(process.pid));
	const continued = () => {
		if (!isStopping) listener?.onContinue();
	};

	/** With 0 the whole group, as the terminal would: a program such as npm or sudo may stand above. */
	async function stop(pid: number): Promise<boolean> {
		if (process.platform === 'win32') return false;
		isStopping = true;
		// Without a listener the system's own way holds, which stops.
		process.off('SIGTSTP', stopped);
		const over = Promise.withResolvers<boolean>();
		const goOn = () => over.resolve(true);
		process.once('SIGCONT', goOn);
		process.kill(pid, 'SIGTSTP');
		// Stopped, no time passes here. It passes where there is no shell above: the system stops
		// no group that nobody could continue.
		const timer = setTimeout(() => over.resolve(false), settleMs);
		const isContinued = await over.promise;
		clearTimeout(timer);
		process.off('SIGCONT', goOn);
		if (listener) process.on('SIGTSTP', stopped);
		isStopping = false;
		return isContinued;
	}

	return {
		stop: () => stop(0),
		onJob(given) {
			listener = given;
			if (process.platform === 'win32') return () => {};
			process.on('SIGTSTP', stopped);
			process.on('SIGCONT', continued);
			return () => {
				listener = undefined;
				process.off('SIGTSTP', stopped);
				process.off('SIGCONT', continued);
			};
		},
	};
}
