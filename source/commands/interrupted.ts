/** The program was told to stop, by a signal or by Ctrl+C at a prompt. */
export class Interrupted extends Error {
	override readonly name = 'Interrupted';
	readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP';

	constructor(signal: Interrupted['signal']) {
		super(`Stopped by ${signal}.`);
		this.signal = signal;
	}

	/** As a shell counts it: 128 and the number of the signal. */
	get exitCode(): number {
		return {SIGHUP: 129, SIGINT: 130, SIGTERM: 143}[this.signal];
	}
}
