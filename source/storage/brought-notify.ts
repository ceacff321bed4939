import {isDeepStrictEqual} from 'node:util';
import type {NotifyState} from '../notify/notify-state.js';
import {notifySettings} from './notify-settings.js';

/** What becomes of who is told when settings are brought from another store; undefined where nothing does. Whoever was named here stays, as grants do, unless replacing. Somebody new is told anew what is open. */
export function broughtNotify(
	{failure: _, ...here}: NotifyState,
	brought: unknown,
	{isReplacing}: {readonly isReplacing: boolean},
): NotifyState | undefined {
	const settings = notifySettings(brought);
	if (settings.to.length === 0 || isDeepStrictEqual(settings, here.settings)) return undefined;
	if (here.settings.to.length > 0 && !isReplacing) return undefined;
	const isSame = settings.to.join() === here.settings.to.join();
	return {...here, settings, told: isSame ? here.told : {}};
}
