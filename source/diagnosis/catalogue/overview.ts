import type {Stage} from '../diagnosis.js';
import type {Case} from './case.js';
import {catalogue} from './catalogue.js';

/** Where a failure is met, in the words of a reader. */
const places: readonly (readonly [string, readonly Stage[]])[] = [
	['Network', ['network']],
	['TLS', ['tls']],
	['Sign-in and tokens', ['discovery', 'authorize', 'token', 'refresh']],
	['IMAP', ['imap']],
	['POP3', ['pop3']],
	['SMTP', ['smtp', 'send']],
];
const providers: readonly (readonly [Case['provider'], string])[] = [
	['any', 'any'],
	['microsoft', 'Microsoft'],
	['google', 'Google'],
	['custom', 'other'],
];

/** What is explained, as a table in Markdown: a row for each place and provider, the cases by their titles. */
export function overview(): string {
	const rows = places.flatMap(([place]) =>
		providers.flatMap(([provider, label]) => {
			const titles = catalogue
				.filter(found => found.provider === provider && placeOf(found) === place)
				.map(({title}) => title.replaceAll('|', String.raw`\|`));
			if (titles.length === 0) return [];
			return [`| ${place} | ${label} | ${titles.length} | ${[...new Set(titles)].join('; ')} |`];
		}),
	);
	return [
		'| where | provider | cases | what is explained |',
		'| --- | --- | --- | --- |',
		...rows,
	].join('\n');
}

/** The place that a case is mostly about: those met everywhere are about the network or TLS, as their names say. */
function placeOf({id, stages}: Case): string {
	if (/^net-/.test(id)) return 'Network';
	if (/^tls-/.test(id)) return 'TLS';
	return places.find(([, of]) => stages.some(stage => of.includes(stage)))?.[0] ?? 'Network';
}
