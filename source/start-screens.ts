import {isAsciiOnly} from './character-set.js';
import {lastWords} from './checklist/last-words.js';
import {reducer} from './checklist/reducer.js';
import {openRecord, type State} from './checklist/state.js';
import {steps} from './checklist/steps.js';
import {createStore} from './checklist/store.js';
import {isColourless} from './no-color.js';
import type {Services} from './services.js';
import {squeeze} from './squeeze/squeeze.js';
import type {Surface} from './surface.js';
import {createTasks} from './tasks/create-tasks.js';
import {listRecords} from './tasks/grants.js';
import type {Lend} from './tasks/lend.js';
import type {Tasks} from './tasks/tasks.js';
import {firstFrame} from './ui/first-frame.js';
import {createLending} from './ui/lending.js';

/** Opens the full-screen program where it was left, and gives the line to print after it has closed. */
export async function startScreens({
	services,
	command,
	timeoutMs,
	signal,
	surface,
}: {
	readonly services: Services;
	/** What opens these screens again. */
	readonly command: string;
	readonly timeoutMs: number;
	/** Closes the screens: SIGHUP, SIGTERM. */
	readonly signal: AbortSignal;
	readonly surface: Surface;
}): Promise<string> {
	const isPractice = services.practice !== undefined;
	const records = listRecords(services);
	const resume = services.grants.readResume();
	const [only] = records;
	const known = records.find(({grant}) => grant.name === resume.grant);
	const record = known ?? (records.length === 1 ? only : undefined);
	const initial: State = {
		isPractice,
		fault: services.practice?.faults.current(),
		providers: services.providers,
		records,
		view:
			record || records.length === 0
				? {at: 'checklist', grant: record?.grant.name}
				: {at: 'grants'},
		runs: {},
		reviews: {},
		drafts: services.grants.readDrafts(),
		notify: await services.notify.read(),
		cursors: resume.carried ?? {},
	};
	const store = createStore(reducer, initial);
	const isAscii = isAsciiOnly(process.env, process.platform);
	if (surface === 'plain') {
		const [{createPrinter}, {printingTerminal}, {plainTasks}, {showPlain}] = await Promise.all([
			import('./plain/printer.js'),
			import('./plain/printing-terminal.js'),
			import('./plain/plain-tasks.js'),
			import('./plain/show-plain.js'),
		]);
		const printer = createPrinter(text => process.stdout.write(text), {isAscii});
		const terminal = printingTerminal(services.terminal, printer);
		// Nothing is drawn that would have to make room.
		const lend: Lend = work => work(signal);
		const tasks = plainTasks(createTasks(store, {...services, terminal}, {timeoutMs, lend}), store);
		openWhereItWasLeft(tasks);
		try {
			await showPlain({
				store,
				tasks,
				now: services.now,
				signal,
				stdin: process.stdin,
				printer,
				columns: Math.max(40, Math.min(process.stdout.columns ?? 80, 100)),
				abilities: {hasLinks: false, isUtf8: !isAscii},
				interrupt: () => process.kill(process.pid, 'SIGINT'),
			});
		} finally {
			await tasks.end();
		}
		return words();
	}
	const lending = createLending(signal);
	// What the terminal answers is read by the screens alone.
	const lend: Lend = async work => {
		await services.terminal.answered();
		await lending.lend(work);
	};
	const tasks = createTasks(store, services, {timeoutMs, lend});
	openWhereItWasLeft(tasks);
	const endJob = services.terminal.onJob({
		onStop: stop => void lend(async () => void (await stop())),
		// A shell has had the terminal meanwhile, and may have changed it.
		onContinue: () => void lending.lend(async () => {}),
	});
	// Ink listens only after its first frame: what is typed until then waits, and must not be echoed
	// into a frame that Ink takes to be as it drew it.
	process.stdin.setRawMode?.(true);
	const isScreenReader = surface === 'screen reader';
	// Pages for the ear are written one after the other; there is no screen to compare.
	const squeezed = isScreenReader ? undefined : squeeze(process.stdout);
	const stdout = squeezed ?? process.stdout;
	const manner = {isAscii, isColourless: isColourless(process.env)};
	try {
		// A multiplexer may be slow to answer.
		const asked = services.terminal.abilities();
		if (squeezed && !signal.aborted) {
			const {columns, rows} = squeezed;
			const props = {state: store.getState(), store, tasks, now: services.now};
			// NO_COLOR is heeded by the manner, which keeps bold and dim.
			const {NO_COLOR: _, ...environment} = process.env;
			const hasStyles = process.stdout.getColorDepth(environment) > 1;
			const frame = firstFrame({...props, columns, rows, manner, hasStyles});
			await new Promise<void>(resolve => {
				squeezed.write(`\u001B[?1049h${frame}`, resolve);
			});
		}
		const {showScreens} = await import('./ui/show.js');
		const {hasLinks, isUtf8} = await asked;
		await showScreens({
			store,
			tasks,
			now: services.now,
			signal,
			lending,
			stdout,
			manner,
			abilities: {hasLinks, isUtf8: isUtf8 && !isAscii},
			terminal: services.terminal,
			isScreenReader,
		});
	} finally {
		endJob();
		squeezed?.close();
		// Ink leaves the last page as it is, without an end to its line.
		if (isScreenReader) process.stdout.write('\n');
		process.stdin.setRawMode?.(false);
		await tasks.end();
	}
	return words();

	function words() {
		const state = store.getState();
		return lastWords(openRecord(state) ?? state.records[0], services.providers, {
			command,
			isPractice,
		});
	}

	function openWhereItWasLeft(tasks: Tasks) {
		const step = steps.find(({id}) => id === resume.step)?.id;
		if (step && (known || records.length === 0)) tasks.openStep(step);
	}
}
