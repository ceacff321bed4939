import {isSecretKey} from './known-keys.js';
import {parseProperties} from './parse-properties.js';
import {hidden} from './propose.js';

/** The text as it may be shown: values of passwords and tokens are hidden, in commented lines too; all else is as it is. */
export function maskProperties(text: string): string {
	const parts: string[] = [];
	let from = 0;
	for (const {key, value, valueStart, end} of parseProperties(text)) {
		if (!isSecretKey(key) || value === '') continue;
		parts.push(text.slice(from, valueStart), hidden);
		from = end;
	}
	const masked = [...parts, text.slice(from)].join('');
	return masked.replace(
		/^([ \t\f]*[#!][#! \t]*([\w.-]+)[ \t]*[=:][ \t]*)\S.*$/gm,
		(line, start: string, key: string) => (isSecretKey(key) ? start + hidden : line),
	);
}
