import type {NotifySettings, NotifyState} from '../../notify/notify-state.js';
import type {Services} from '../../services.js';

/** Keeps who is told and how. Somebody new is told anew what is open. */
export function saveNotifySettings(
	{notify}: Pick<Services, 'notify'>,
	change: (settings: NotifySettings) => NotifySettings,
): Promise<NotifyState> {
	return notify.update(({failure: _, ...latest}) => {
		const settings = change(latest.settings);
		const isSame = settings.to.join() === latest.settings.to.join();
		return {...latest, settings, told: isSame ? latest.told : {}};
	});
}
