import type {Verdict} from './judge.js';

const mostEntries = 2000;
/** What differs from one occurrence to the next: times, traces, addresses, process and message numbers. Codes are shorter, or stand behind a letter, a bracket of `error_codes` or a comma. */
const passing =
	/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\dZ]*|\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\d\d:\d\d:\d\d[.,\d]*|(?<=\w\[)\d+(?=\])|(?<![A-Za-z\d,]|_codes\\?["']?:\[)\d{4,}/gi;

/** Remembers what texts mean that differ only in time, address and trace: a log says the same a thousand times. */
export function createVerdictCache() {
	let verdicts = new Map<string, Verdict | undefined>();
	return (isDaemon: boolean, text: string, judge: () => Verdict | undefined) => {
		const key = `${isDaemon ? 'd' : '-'}${text.replace(passing, '#')}`;
		if (verdicts.has(key)) return verdicts.get(key);
		const verdict = judge();
		if (verdicts.size >= mostEntries) verdicts = new Map();
		verdicts.set(key, verdict);
		return verdict;
	};
}
