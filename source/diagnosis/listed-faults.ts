import type {ProviderId} from '../grant.js';
import type {Case} from './catalogue/case.js';
import {catalogue} from './catalogue/catalogue.js';
import type {Stage} from './diagnosis.js';
import {webFaults} from './web-faults.js';

/** A fault that the practice servers can have, as a menu shows it. */
export type ListedFault = {
	readonly id: string;
	readonly title: string;
	/** Whose servers fail so; `any` for what lies between. */
	readonly provider: ProviderId | 'any';
	/** Where it is met. */
	readonly group: FaultGroup;
};

export const faultGroups = [
	'Connection and TLS',
	'Web server of ExtraView',
	'Sign-in and tokens',
	'Incoming mail',
	'Outgoing mail',
] as const;

export type FaultGroup = (typeof faultGroups)[number];

/** What has these ids, group by group; ids that nothing is known of are left out. */
export function listedFaults(ids: readonly string[]): readonly ListedFault[] {
	const known = catalogue
		.filter(({id}) => ids.includes(id))
		.map(
			({id, title, provider, stages}): ListedFault => ({
				id,
				title,
				provider,
				group: groupOf(stages),
			}),
		);
	const web = webFaults
		.filter(({id}) => ids.includes(id))
		.map(
			({id, title}): ListedFault => ({
				id,
				title,
				provider: 'any',
				group: 'Web server of ExtraView',
			}),
		);
	return faultGroups.flatMap(group => [...known, ...web].filter(fault => fault.group === group));
}

/** The case of an id, whether a server can cause it or not. */
export const findFault = (id: string): Case | undefined =>
	catalogue.find(candidate => candidate.id === id);

/** Its title, or the id itself where the catalogue has none. */
export const faultTitle = (id: string): string =>
	(findFault(id) ?? webFaults.find(fault => fault.id === id))?.title ?? id;

const oauth: readonly Stage[] = ['discovery', 'authorize', 'token', 'refresh'];

function groupOf(stages: Case['stages']): FaultGroup {
	if (stages.includes('network') || stages.includes('tls')) return 'Connection and TLS';
	if (stages.some(stage => oauth.includes(stage))) return 'Sign-in and tokens';
	return stages.includes('imap') || stages.includes('pop3') ? 'Incoming mail' : 'Outgoing mail';
}
