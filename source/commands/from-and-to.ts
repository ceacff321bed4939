import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {Services} from '../services.js';

/** Of `FROM TO`: a grant that is there, and a name that is free, as it will be kept. Throws UserError with all that is wrong of both. */
export function fromAndTo(
	services: Services,
	[from = '', to = '']: readonly string[],
): {readonly from: string; readonly to: string} {
	const names = services.grants.list().map(({grant}) => grant.name);
	const isThere = names.includes(from);
	const name = nameOf(to);
	const taken = 'value' in name && names.includes(name.value) ? name.value : undefined;
	if (isThere && 'value' in name && taken === undefined) return {from, to: name.value};
	const [first = '', ...more] = [
		...(isThere ? [] : [`There is no grant "${from}".`]),
		...('error' in name ? [`TO: ${name.error}`] : []),
		...(taken === undefined ? [] : [`There is a grant "${taken}" already.`]),
	];
	throw new UserError(
		first,
		[
			...more,
			...(isThere
				? []
				: [names.length > 0 ? `These exist: ${names.join(', ')}` : 'Add one: mailgrant add NAME']),
			...(taken === undefined ? [] : ['Choose another name.']),
			'Nothing was changed.',
		],
		'error' in name ? 2 : 1,
	);
}

function nameOf(text: string): {readonly value: string} | {readonly error: string} {
	const parsed = fields.name.parse(text);
	if ('error' in parsed) return parsed;
	if (parsed.value === undefined) return {error: 'A grant needs a name. Give one.'};
	return {value: String(parsed.value)};
}
