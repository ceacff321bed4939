import type {NotifySettings} from './notify-state.js';

/** Who is told and how, such as `admin@acme.com, through evmail if it works, else another grant`. */
export function settingsText({to, through, relay}: NotifySettings): string {
	if (to.length === 0) return 'nobody';
	const first =
		through === undefined
			? 'through any grant that works'
			: `through ${through}, else another grant that works`;
	return `${to.join(', ')}, ${first}${relay === undefined ? '' : `, else by ${relay}`}`;
}
