/** The process that looks at grants did not start, or has ended before it answered. */
export class LookoutLost extends Error {
	override readonly name = 'LookoutLost';
	/** How long nobody starts another. */
	readonly retryMs: number;

	constructor(message: string, retryMs: number) {
		super(message);
		this.retryMs = retryMs;
	}
}
