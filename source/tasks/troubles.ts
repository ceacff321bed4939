import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import type {AppStore} from './tasks.js';

/** The one place where what was thrown becomes words on a screen. */
export type Troubles = {
	readonly tell: (error: unknown) => void;
	/** Synchronous work of the store; undefined when it went wrong, which is told. */
	readonly attempt: <Value>(work: () => Value) => Value | undefined;
};

export function createTroubles(store: AppStore): Troubles {
	function tell(error: unknown) {
		const notice =
			error instanceof UserError
				? {text: error.message, nextSteps: error.nextSteps}
				: {
						text: `This is a fault of mailgrant: ${clean(error instanceof Error ? error.message : String(error), 200)}`,
						nextSteps: ['What was entered is kept. Please report it.'],
					};
		store.dispatch({type: 'noticed', notice: {level: 'trouble', ...notice}});
	}

	return {
		tell,
		attempt(work) {
			try {
				return work();
			} catch (error) {
				tell(error);
				return undefined;
			}
		},
	};
}
