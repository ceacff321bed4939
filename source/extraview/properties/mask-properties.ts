import {isSecretKey} from './known-keys.js';
import {parseProperties} from './parse-properties.js';
import {hidden} from './propose.js';

/** The text as it may be shown: values of passwords and tokens are hidden, in commented lines too; all else is as it is. */
export function maskProperties(text: string): string {
	const masked = parseProperties(text)
		.toReversed()
		.reduce((sofar, {key, value, valueStart, end}) => {
			if (!isSecretKey(key) || value === '') return sofar;
			return sofar.slice(0, valueStart) + hidden + sofar.slice(end);
		}, text);
	return masked.replace(
		/^([ \t\f]*[#!][#! \t]*([\w.-]+)[ \t]*[=:][ \t]*)\S.*$/gm,
		(line, start: string, key: string) => (isSecretKey(key) ? start + hidden : line),
	);
}
