import {isDeepStrictEqual} from 'node:util';
import type {NotifyState, Told} from '../notify/notify-state.js';
import type {Contents} from './contents.js';
import {parseNotify} from './stored-notify.js';

/** What becomes of who is told and of what was told when grants of these names are brought from another store; undefined where nothing does. Whoever was named here stays, as grants do, unless replacing. Somebody new is told anew what is open. */
export function broughtNotify(
	here: NotifyState,
	{notify, told}: Pick<Contents, 'notify' | 'told'>,
	{names, isReplacing}: {readonly names: ReadonlySet<string>; readonly isReplacing: boolean},
): NotifyState | undefined {
	const brought = parseNotify({settings: notify, told});
	const isNamedHere = here.settings.to.length > 0 && !isReplacing;
	const isTaken = brought.settings.to.length > 0 && !isNamedHere;
	const settings = isTaken ? brought.settings : here.settings;
	const knownTo = (state: NotifyState) => {
		const isKnown = settings.to.every(each => state.settings.to.includes(each));
		return isKnown ? Object.entries(state.told) : [];
	};
	const after = {
		settings,
		told: lastOfEach([
			...knownTo(here),
			...knownTo(brought).filter(([, {grant}]) => names.has(grant)),
		]),
	};
	if (isDeepStrictEqual(after, {settings: here.settings, told: here.told})) return undefined;
	const {failure, ...others} = here;
	const isSame = isDeepStrictEqual(settings, here.settings);
	return {...others, ...after, ...(isSame && failure && {failure})};
}

/** What was told later counts: it is what the reader was left with. */
function lastOfEach(all: readonly (readonly [string, Told])[]): NotifyState['told'] {
	const last = new Map<string, Told>();
	for (const [id, told] of all) {
		if (told.at > (last.get(id)?.at ?? Number.NEGATIVE_INFINITY)) last.set(id, told);
	}
	return Object.fromEntries(last);
}
