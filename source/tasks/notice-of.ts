import type {Notice} from '../checklist/state.js';
import type {Copied} from '../services.js';

/** What a copy came to, as a line above the keys. */
export const noticeOf = (label: string, {how, detail}: Copied): Notice => ({
	level: how === 'nowhere' ? 'trouble' : 'fine',
	text: `${label}: ${detail}`,
});

/** Whether it may not have arrived: nobody answers, or it went nowhere. */
export const isDoubtful = (copied: Copied): boolean =>
	copied.how === 'nowhere' || (copied.how === 'terminal' && copied.isTaken !== true);
