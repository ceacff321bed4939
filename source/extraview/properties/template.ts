import type {Grant} from '../../grant.js';
import type {Providers} from '../../providers/provider.js';
import {settingsOf} from '../../providers/settings.js';
import {escapeValue} from './escape.js';
import {knownKeys, type Task} from './known-keys.js';

/** Stands in for the task's own text where none is at hand, and says so. Only names that the manual shows are in it; everything else is a comment with the value that will be wanted. */
export function propertiesTemplate(task: Task, grant: Grant, providers: Providers): string {
	const {services} = settingsOf(grant, providers);
	const endpoint =
		task === 'batchmail'
			? services.smtp
			: grant.incoming === 'none'
				? undefined
				: services[grant.incoming];
	const title = task === 'evmail' ? 'EVMail' : 'BatchMail';
	return [
		`# TEMPLATE for the ${title} task. It is not the text of your task.`,
		'# The names of most properties differ by version and are on no public page:',
		`# open the ${title} task in ExtraView's Task Manager, copy its own properties, and`,
		'# compare. Names below are only those that the manual shows.',
		'#',
		'# Values that the task will want, under names that its editor shows:',
		`#   Email Token Name   ${escapeValue(grant.name)}`,
		`#   mailbox            ${escapeValue(grant.mailbox)}`,
		...(endpoint
			? [
					`#   mail server        ${endpoint.host}`,
					`#   port               ${endpoint.port} (${endpoint.security === 'tls' ? 'TLS from the first byte' : 'STARTTLS'})`,
				]
			: []),
		'#   password           none: the token takes its place',
		'',
		...knownKeys
			.filter(({tasks}) => tasks.includes(task))
			.flatMap(({key, about}) => [`# ${about}`, lineFor(key, grant), '']),
	].join('\n');
}

const lineFor = (key: string, grant: Grant) =>
	key === 'MAILBOX_USER' ? `MAILBOX_USER=${escapeValue(grant.mailbox)}` : `#${key}=`;
