import type {TerminalWindow} from './pty.js';

/** Moves the checklist's cursor to a step, wherever it stands. */
export async function chooseStep(terminal: TerminalWindow, title: string): Promise<void> {
	const rows = (screen: string) => {
		const lines = screen.split('\n');
		return {
			cursor: lines.findIndex(line => line.startsWith('›')),
			goal: lines.findIndex(line => line.includes(` ${title}  `) || line.endsWith(` ${title}`)),
		};
	};
	const shown = await terminal.waitFor(screen => {
		const {cursor, goal} = rows(screen);
		return cursor !== -1 && goal !== -1;
	});
	let {cursor, goal} = rows(shown);
	while (cursor !== goal) {
		const before = cursor;
		await terminal.press(cursor < goal ? 'down' : 'up');
		({cursor, goal} = rows(await terminal.waitFor(screen => rows(screen).cursor !== before)));
	}
}
