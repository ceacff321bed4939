import type {Services} from '../services.js';
import type {Lend} from './lend.js';
import {isDoubtful, noticeOf} from './notice-of.js';
import type {AppStore, Tasks} from './tasks.js';

/** The verbs by which a value leaves the screens, and by which the terminal is given away for a moment. */
export function createCarry(
	store: AppStore,
	{terminal}: Pick<Services, 'terminal'>,
	{
		follow,
		lend,
	}: {
		/** Work that nobody waits for. */
		readonly follow: (work: () => Promise<void>) => void;
		readonly lend: Lend;
	},
): Pick<Tasks, 'copy' | 'showAlone' | 'showCopied' | 'stopJob' | 'redraw'> {
	let copied: {readonly label: string; readonly value: string} | undefined;
	/** Whoever has seen once that it can be shown alone asks for it by its key. */
	let hasShown = false;

	const alone = (label: string, value: string) =>
		lend(signal => terminal.showAlone(label, value, signal));

	return {
		copy(label, value) {
			follow(async () => {
				const result = await terminal.copy(value);
				copied = {label, value};
				const isEmpty = value === '';
				store.dispatch({
					type: 'noticed',
					notice: {...noticeOf(label, result), canShowAlone: isDoubtful(result) && !isEmpty},
				});
				if (isEmpty || !isDoubtful(result)) return;
				// It can be carried by the mouse only, or perhaps only so.
				if (result.how !== 'nowhere' && hasShown) return;
				hasShown = true;
				await alone(label, value);
			});
		},
		showAlone: (label, value) => follow(() => alone(label, value)),
		showCopied() {
			if (!copied) return;
			const {label, value} = copied;
			follow(() => alone(label, value));
		},
		stopJob: () =>
			follow(async () => {
				let isStopped = true;
				await lend(async () => {
					isStopped = await terminal.stop();
				});
				if (isStopped) return;
				store.dispatch({
					type: 'noticed',
					notice: {
						level: 'trouble',
						text: 'Not stopped: no shell is above this program that could continue it.',
					},
				});
			}),
		redraw: () => follow(() => lend(async () => {})),
	};
}
