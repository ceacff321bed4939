import type {Notice} from '../checklist/state.js';
import type {Copied} from '../terminal-port.js';

/** What a copy came to, as a line above the keys. `instead` names the way that is left where it may not have arrived. */
export function noticeOf(label: string, copied: Copied, instead?: string): Notice {
	const condition = copied.how === 'nowhere' ? '' : 'If nothing arrives: ';
	return {
		level: copied.how === 'nowhere' ? 'trouble' : 'fine',
		text: `${label}: ${copied.detail}`,
		...(instead !== undefined && isDoubtful(copied) && {nextSteps: [`${condition}${instead}`]}),
	};
}

/** Whether it may not have arrived: nobody answers, or it went nowhere. */
export const isDoubtful = (copied: Copied): boolean =>
	copied.how === 'nowhere' || (copied.how === 'terminal' && copied.isTaken !== true);
