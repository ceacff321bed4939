/** What the user can act on: a sentence and what to do next. Everything else that is thrown is a bug. */
export class UserError extends Error {
	override readonly name = 'UserError';
	/** One step a line, in the order in which they help. */
	readonly nextSteps: readonly string[];
	/** 2 for wrong usage, 3 where a program waits in vain for a person, 1 for everything else that failed. */
	readonly exitCode: 1 | 2 | 3;

	constructor(message: string, nextSteps: readonly string[] = [], exitCode: 1 | 2 | 3 = 1) {
		super(message);
		this.nextSteps = nextSteps;
		this.exitCode = exitCode;
	}
}
