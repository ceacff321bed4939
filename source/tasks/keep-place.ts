import {isCarriedList, type State} from '../checklist/state.js';
import type {Drafts, Resume} from '../grant-store-port.js';
import type {Services} from '../services.js';
import type {AppStore} from './tasks.js';
import type {Troubles} from './troubles.js';

const delayMs = 100;

/** Writes where the admin is, what was carried over and what was not finished, so that a killed program opens there again. Gives the function that writes what is due and ends. */
export function keepPlace(store: AppStore, services: Services, troubles: Troubles): () => void {
	let savedView = store.getState().view;
	let savedResume = services.grants.readResume();
	let savedDrafts: Drafts = store.getState().drafts;
	let savedCarried = carriedIn(store.getState());
	let timer: NodeJS.Timeout | undefined;

	function write() {
		clearTimeout(timer);
		timer = undefined;
		const {view, drafts} = store.getState();
		const carried = carriedIn(store.getState());
		try {
			if (view !== savedView || isOther(carried, savedCarried)) {
				savedView = view;
				savedCarried = carried;
				const resume = resumeOf(store.getState());
				const isSaved =
					resume.grant === savedResume.grant &&
					resume.step === savedResume.step &&
					!isOther(carried, savedResume.carried ?? {});
				if (!isSaved) services.grants.writeResume(resume);
				savedResume = resume;
			}
			if (drafts !== savedDrafts) {
				savedDrafts = drafts;
				services.grants.writeDrafts(drafts);
			}
		} catch (error) {
			troubles.tell(error);
		}
	}

	const unsubscribe = store.subscribe(() => {
		const {view, drafts} = store.getState();
		// Where the admin is stands on the disk before anything is begun there.
		if (view !== savedView) return write();
		// Typing comes in bursts; one write for each would be felt on a slow disk.
		if (drafts !== savedDrafts || isOther(carriedIn(store.getState()), savedCarried))
			timer ??= setTimeout(write, delayMs);
	});
	return () => {
		unsubscribe();
		write();
	};
}

const resumeOf = (state: State): Resume => ({
	grant: state.view.at === 'grants' ? undefined : state.view.grant,
	step: state.view.at === 'step' ? state.view.step : undefined,
	carried: carriedIn(state),
});

const carriedIn = ({cursors}: State): Readonly<Record<string, number>> =>
	Object.fromEntries(Object.entries(cursors).filter(([list]) => isCarriedList(list)));

function isOther(one: Readonly<Record<string, number>>, two: typeof one): boolean {
	const lists = Object.keys(one);
	return lists.length !== Object.keys(two).length || lists.some(list => one[list] !== two[list]);
}
