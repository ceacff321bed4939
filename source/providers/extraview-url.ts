import {clean, unquote} from '../clean.js';

/** `value` is undefined when nothing was entered. `notes` say what was changed, and what looks odd. */
export type ExtraviewUrl =
	| {readonly value: string | undefined; readonly notes: readonly string[]}
	| {readonly error: string};

/** ExtraView's base URL, scheme to instance, such as https://track.example.com/evj, out of whatever address of it was pasted. */
export function checkExtraviewUrl(text: string): ExtraviewUrl {
	// A line break is where a terminal wrapped it; a space is somebody's.
	const unwrapped = text
		.split(/[\r\n]+/)
		.map(part => part.trim())
		.join('');
	const pasted = unquote(clean(unwrapped, 3000));
	if (pasted === '') return {value: undefined, notes: []};
	if (pasted.includes(' ')) {
		return {
			error: `"${clean(pasted, 60)}" holds a space. Write %20 where the name of the instance has one; else take it out.`,
		};
	}
	const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(pasted);
	const address = hasScheme ? pasted : `https://${pasted}`;
	if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
		return {
			error: `"${clean(pasted, 60)}" is no web address. Enter it as users type it, such as https://track.example.com/evj.`,
		};
	}
	const url = new URL(address);
	if (url.username !== '' || url.password !== '') {
		return {error: 'It holds a user name before the @. Leave it out.'};
	}
	if (!hasScheme && !url.hostname.includes('.') && url.hostname !== 'localhost') {
		return {
			error: `"${clean(pasted, 60)}" is no web address. Enter it as users type it, such as https://track.example.com/evj.`,
		};
	}
	const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
	if (url.protocol === 'http:' && !isLoopback) {
		return {
			error:
				'It begins with http://. Providers send the browser back only to https://; enter the https address of this instance.',
		};
	}
	const {kept, dropped} = instancePath(url.pathname);
	const notes = [
		...(hasScheme ? [] : ['https:// was put in front.']),
		...(dropped === '' ? [] : [`${clean(dropped, 60)} was left out: it is a page of ExtraView’s.`]),
		...(dropped === '' && address.includes('?') ? ['What follows the ? was left out.'] : []),
		...(address.includes('#') ? ['What follows the # was left out.'] : []),
		...oddPath(kept),
	];
	return {value: `${url.origin}${kept}`, notes};
}

/** Cuts the path where ExtraView's own pages begin. The instance itself may be called extraview. */
function instancePath(path: string): {readonly kept: string; readonly dropped: string} {
	const segments = path.split('/').filter(segment => segment !== '');
	const end = segments.findIndex(
		(segment, index) =>
			/^oauth2$/i.test(segment) ||
			(index > 0 && segment === 'ExtraView') ||
			/\.(?:action|jsp|html?|do)$/i.test(segment),
	);
	const kept = end === -1 ? segments : segments.slice(0, end);
	const dropped = end === -1 ? [] : segments.slice(end);
	return {
		kept: kept.map(segment => `/${segment}`).join(''),
		dropped: dropped.map(segment => `/${segment}`).join(''),
	};
}

function oddPath(path: string): readonly string[] {
	if (path === '') {
		return [
			'No instance stands after the host; most addresses have one, such as /evj. Compare with ExtraView’s own screen.',
		];
	}
	if (path.lastIndexOf('/') > 0) {
		return ['More than one part stands after the host. Compare with ExtraView’s own screen.'];
	}
	return [];
}
