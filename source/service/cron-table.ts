import {shellQuote} from '../shell-quote.js';
import type {ServicePlan} from './service-plan.js';

const variables = [
	'SHELL=/bin/sh',
	'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
	'# Who is told what fails for the first time; what is fine says nothing.',
	'MAILTO=root',
];

/** A table for /etc/cron.d, which names the user of each line. */
export function cronTable(plan: ServicePlan): string {
	return [
		'# However many run at once, each token is renewed by one of them.',
		...variables,
		...jobs(plan).map(([when, command]) => `${when} ${plan.user} ${command}`),
		'',
	].join('\n');
}

/** The lines for a user's own table, as `crontab -e` edits it. */
export const ownCronTable = (plan: ServicePlan): string =>
	[...variables, ...jobs(plan).map(([when, command]) => `${when} ${command}`), ''].join('\n');

function jobs({program, store, prometheus}: ServicePlan) {
	const start = [...program, '--config', store.directory];
	return [
		['* * * * *', cronCommand([...start, 'refresh', '--all', '--quiet'])],
		...(prometheus === undefined
			? []
			: [['*/5 * * * *', cronCommand([...start, 'status', '--prometheus', prometheus])]]),
	];
}

// Of a percent sign cron makes a line break (crontab(5)).
const cronCommand = (words: readonly string[]) =>
	words.map(shellQuote).join(' ').replaceAll('%', '\\%');
