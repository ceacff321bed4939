import {clean} from '../clean.js';
import type {NotifySettings} from '../notify/notify-state.js';
import {parseAddress, parseHostPort} from '../parse.js';
import {isRecord} from './shape.js';

/** Who is told, by the rules; what is not by them is left out. */
export function notifySettings(raw: unknown): NotifySettings {
	if (!isRecord(raw)) return {to: []};
	const addresses: readonly unknown[] = Array.isArray(raw.to) ? raw.to : [];
	const relay = fineOf(parseHostPort(text(raw.relay)));
	const from = fineOf(parseAddress(text(raw.from)));
	const through = clean(text(raw.through), 100);
	return {
		to: addresses.flatMap(each => fineOf(parseAddress(text(each))) ?? []),
		...(through !== '' && {through}),
		...(relay !== undefined && {relay}),
		...(from !== undefined && {from}),
	};
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const fineOf = <Value>(parsed: {readonly value: Value} | {readonly error: string}) =>
	'value' in parsed ? parsed.value : undefined;
