import type {AppStore, Tasks} from '../tasks/tasks.js';
import type {Abilities} from '../terminal-port.js';
import {wrapText} from '../ui/format/wrap.js';
import {createBell} from './bell.js';
import {createLineInput, type InputStream} from './line-input.js';
import {createPages} from './pages.js';
import type {Printer} from './printer.js';
import {settle, type Talk} from './talk.js';
import {createTeller} from './teller.js';
import {turn} from './turn.js';

const welcome = [
	'mailgrant, line by line. Type what stands before a colon, then press Enter.',
	'Enter alone does what is named first, ? explains, . goes back, and to copy means: printed alone.',
	'<< takes a paste of several lines, up to a line with a dot alone.',
];

const cutLine = [
	'Not taken: a terminal passes on no more than 4,095 bytes of a line, and dropped the rest of this one.',
	'Type << and Enter first, then paste it: so it comes whole.',
];

/** The same checklist as questions and answers, until somebody leaves, nobody answers any more, or `signal` ends it. */
export async function showPlain({
	store,
	tasks,
	now,
	signal,
	stdin,
	printer,
	columns,
	abilities,
	interrupt,
}: {
	readonly store: AppStore;
	readonly tasks: Tasks;
	readonly now: () => number;
	readonly signal: AbortSignal;
	readonly stdin: InputStream;
	readonly printer: Printer;
	/** At which sentences are wrapped. */
	readonly columns: number;
	readonly abilities: Abilities;
	/** Ctrl+C, where the terminal does not see it. */
	readonly interrupt: () => void;
}): Promise<void> {
	const bell = createBell();
	let hasLeft = false;
	let timer: NodeJS.Timeout | undefined;
	const isOver = () => hasLeft || signal.aborted;
	const leave = () => {
		hasLeft = true;
		bell.ring();
	};
	const later = (ms: number) => {
		timer ??= setTimeout(() => {
			timer = undefined;
			bell.ring();
		}, ms);
	};
	const input = createLineInput(stdin, {
		onChange: bell.ring,
		onInterrupt: interrupt,
		onCut: () => printer.print(cutLine.flatMap(text => wrapText(text, columns))),
	});
	const pages = createPages({store, tasks, now, columns, abilities, leave, onChange: bell.ring});
	const teller = createTeller({pages, printer, getState: store.getState, columns, later});
	const talk: Talk = {store, tasks, input, printer, pages, teller, bell, columns, isOver};
	const unsubscribe = store.subscribe(bell.ring);
	signal.addEventListener('abort', bell.ring, {once: true});
	try {
		printer.print(welcome.flatMap(text => wrapText(text, columns)));
		while (!isOver()) {
			await settle(talk);
			if (isOver()) break;
			teller.tell();
			if (!(await turn(talk))) break;
		}
		printer.print(['']);
	} finally {
		clearTimeout(timer);
		unsubscribe();
		signal.removeEventListener('abort', bell.ring);
		input.close();
	}
}
