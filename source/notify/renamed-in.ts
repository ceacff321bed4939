import type {NotifyState, Told} from './notify-state.js';

/** The same under a grant's new name: what was told of it is not told anew. */
export function renamedIn(state: NotifyState, from: string, to: string): NotifyState {
	const {settings, told} = state;
	return {
		...state,
		settings: settings.through === from ? {...settings, through: to} : settings,
		told: Object.fromEntries(
			Object.entries(told).map(([id, each]): [string, Told] => {
				if (each.grant !== from) return [id, each];
				const [, ...rest] = JSON.parse(id) as readonly string[];
				return [JSON.stringify([to, ...rest]), {...each, grant: to}];
			}),
		),
	};
}
