import type {View} from '../checklist/state.js';
import type {Drafts, Resume, Services} from '../services.js';
import type {AppStore} from './tasks.js';
import type {Troubles} from './troubles.js';

const delayMs = 100;

/** Writes where the admin is and what was not finished, so that a killed program opens there again. Gives the function that writes what is due and ends. */
export function keepPlace(store: AppStore, services: Services, troubles: Troubles): () => void {
	let savedView = store.getState().view;
	let savedResume = services.grants.readResume();
	let savedDrafts: Drafts = store.getState().drafts;
	let timer: NodeJS.Timeout | undefined;

	function write() {
		clearTimeout(timer);
		timer = undefined;
		const {view, drafts} = store.getState();
		try {
			if (view !== savedView) {
				savedView = view;
				const resume = resumeOf(view);
				const isSaved = resume.grant === savedResume.grant && resume.step === savedResume.step;
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
		if (drafts !== savedDrafts) timer ??= setTimeout(write, delayMs);
	});
	return () => {
		unsubscribe();
		write();
	};
}

const resumeOf = (view: View): Resume => ({
	grant: view.at === 'grants' ? undefined : view.grant,
	step: view.at === 'step' ? view.step : undefined,
});
