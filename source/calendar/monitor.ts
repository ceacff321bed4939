import type {GrantRecord} from '../checklist/grant-record.js';
import {progressOf} from '../checklist/step-status.js';
import {counted} from '../counted.js';
import type {Providers} from '../providers/provider.js';
import {daysLeft, type Nearness, nearnessOf, warningDays} from './ending.js';
import {endingText} from './ending-text.js';
import {endingsOf} from './endings-of.js';

/** As the Nagios plug-in convention has it: https://nagios-plugins.org/doc/guidelines.html */
export type MonitorCode = 0 | 1 | 2 | 3;

const words: Readonly<Record<MonitorCode, string>> = {
	0: 'OK',
	1: 'WARNING',
	2: 'CRITICAL',
	3: 'UNKNOWN',
};

const codes: Readonly<Record<Nearness, MonitorCode>> = {
	far: 0,
	soon: 1,
	near: 1,
	close: 2,
	ended: 2,
};

type Finding = {readonly code: MonitorCode; readonly text: string};

/** One line for a monitor: the state of all grants, what is wrong, and how many days each thing has left. */
export function monitor(
	records: readonly GrantRecord[],
	providers: Providers,
	now: number,
	/** Why no mail to the admin has gone out. */
	untold?: string,
): {readonly code: MonitorCode; readonly line: string} {
	if (records.length === 0) {
		return {code: 3, line: `MAILGRANT ${words[3]} - there is no grant`};
	}
	const findings: readonly Finding[] = [
		...records.flatMap(record => findingsOf(record, providers, now)),
		...(untold === undefined ? [] : [{code: 1, text: `no mail to the admin: ${untold}`} as const]),
	];
	const code = ([2, 1] as const).find(worse => findings.some(each => each.code === worse)) ?? 0;
	const said = findings
		.filter(finding => finding.code > 0)
		.toSorted((one, other) => other.code - one.code)
		.map(({text}) => text);
	const text =
		said.length > 0 ? said.join('; ') : `${counted(records.length, 'grant')}, nothing ends soon`;
	const data = records.flatMap(record => performanceData(record, providers, now));
	return {
		code,
		// A vertical bar would begin the performance data.
		line: `MAILGRANT ${words[code]} - ${text.replaceAll('|', '/')}${data.length > 0 ? ` | ${data.join(' ')}` : ''}`,
	};
}

function findingsOf(record: GrantRecord, providers: Providers, now: number): readonly Finding[] {
	const {name} = record.grant;
	const isFailing = record.facts.renewalFailure?.needsPerson === true;
	const {failed} = progressOf(record, providers);
	return [
		...(failed > 0
			? [
					{
						code: 2,
						text: `${name}: ${counted(failed, 'step has', 'steps have')} failed`,
					} as const,
				]
			: []),
		...renewalFinding(record, now),
		...endingsOf(record, providers)
			// The same as what its renewal says.
			.filter(ending => !(isFailing && ending.id === 'refresh-token' && ending.endsAt <= now))
			.map(ending => ({
				code: codes[nearnessOf(ending, now)],
				text: `${name}: ${endingText(ending, now)}`,
			})),
	];
}

/** What may pass by itself is worth a word once there is no token any more. */
function renewalFinding(
	{grant: {name}, facts: {renewalFailure, tokens}}: GrantRecord,
	now: number,
): readonly Finding[] {
	if (!renewalFailure) return [];
	const {title, needsPerson} = renewalFailure;
	if (needsPerson) return [{code: 2, text: `${name}: a person is needed: ${title}`}];
	const isOver = tokens === undefined || tokens.expiresAt <= now;
	return isOver ? [{code: 1, text: `${name}: not renewed: ${title}`}] : [];
}

function performanceData(
	record: GrantRecord,
	providers: Providers,
	now: number,
): readonly string[] {
	return endingsOf(record, providers)
		.filter(({isNews}) => !isNews)
		.map(ending => {
			// Labels stand in single quotes, and hold neither these nor an equals sign.
			const label = `${record.grant.name} ${ending.title}`.replace(/['=|]/g, '_');
			const warn = ending.isRenewed ? '' : `${warningDays.soon}:`;
			return `'${label}'=${daysLeft(ending, now)};${warn};${warningDays.close}:`;
		});
}
