import {openProgram} from './program.js';

/** The built program in a pseudo-terminal, asked and answered line by line. */
export function openPlain(
	args: readonly string[],
	env: Readonly<Record<string, string | undefined>> = {},
) {
	const terminal = openProgram(args, {env});
	/** Where what was not yet read begins. */
	let from = 0;
	const waitFor = async (expected: RegExp) => {
		const find = () => expected.exec(terminal.output().slice(from));
		await terminal.waitFor(() => find() !== null, {timeoutMs: 15_000});
		return find() ?? [];
	};
	return {
		...terminal,
		waitFor,
		/** Waits for the question among what came since the last answer, and answers with a line. */
		async answer(expected: RegExp, text: string) {
			await waitFor(expected);
			from = terminal.output().length;
			terminal.write(`${text.replaceAll('\n', '\r')}\r`);
		},
	};
}
