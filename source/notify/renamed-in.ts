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
				return [id.replace(JSON.stringify(from), () => JSON.stringify(to)), {...each, grant: to}];
			}),
		),
	};
}
