import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {stepFor} from '../checklist/step-for.js';
import {type StepId, stepNumber} from '../checklist/step-id.js';
import {cleanLines} from '../clean.js';
import type {Providers} from '../providers/provider.js';
import {utcMoment} from '../text/utc.js';
import type {Diagnosis} from './diagnosis.js';
import {repairers} from './repairers.js';
import {whatWasTried} from './what-was-tried.js';

/** A failed step as plain text to hand over: what was tried and when, what the server said, what that means, how it is repaired. Lines are not wrapped, so that commands can be copied. No secret is in it. Undefined where nothing is to be explained. */
export function failureSheet(
	record: GrantRecord,
	step: StepId,
	providers: Providers,
): string | undefined {
	const evidence = record.evidence[step];
	const failures = evidence ? failuresOf(evidence) : [];
	if (!evidence || failures.length === 0) return undefined;
	const tried = whatWasTried(evidence);
	const text = [
		`The OAuth2 mail set-up of ${record.grant.mailbox} fails at: ${stepFor(step, record).title}`,
		'',
		...about(record, step, evidence, providers),
		...(tried.length > 0 ? ['', 'What was tried', ...tried.map(line => `  ${line}`)] : []),
		...failures.flatMap(failure => ['', ...failureLines(failure, failures.length > 1)]),
		'',
		'Steps that are named by number are those of mailgrant’s checklist.',
		'No password, secret or token stands in this sheet.',
	].join('\n');
	return cleanLines(text, 200_000);
}

type FailureOf = {readonly where?: string; readonly diagnosis: Diagnosis};

/** Of a step that looks at several hosts, each that failed. */
function failuresOf({report, diagnosis}: Evidence): readonly FailureOf[] {
	const services = report?.type === 'services' ? report.services : [];
	const each = services.flatMap(service =>
		service.diagnosis
			? [{where: `${service.protocol} ${service.at}`, diagnosis: service.diagnosis}]
			: [],
	);
	if (each.length > 0) return each;
	return diagnosis ? [{diagnosis}] : [];
}

function about(
	{grant}: GrantRecord,
	step: StepId,
	{at}: Evidence,
	providers: Providers,
): readonly string[] {
	const row = (label: string, value: string | undefined) =>
		value === undefined || value === '' ? [] : [`${label.padEnd(12)}${value}`];
	return [
		...row('Mailbox', grant.mailbox),
		...row('Grant', grant.name === grant.mailbox ? undefined : grant.name),
		...row('Provider', providers[grant.provider].label),
		...row('Tenant ID', grant.tenant),
		...row('Client ID', grant.clientId),
		...row('Step', `${stepNumber(step)}  ${stepFor(step, {grant}).title}`),
		...row('Tried', utcMoment(at)),
	];
}

function failureLines({where, diagnosis}: FailureOf, hasOthersBeside: boolean): readonly string[] {
	const {title, cause, confidence, said, fix, who, transient, see} = diagnosis;
	const {others = [], checked = []} = diagnosis;
	return [
		...(hasOthersBeside && where ? [`--- ${where} ---`, ''] : []),
		...(said === '' ? [] : ['What the other side said', `  ${said}`, '']),
		`What it means (${confidence})`,
		`  ${title}`,
		`  ${cause}`,
		...(checked.length > 0
			? ['', 'Checked, and in order', ...checked.map(text => `  - ${text}`)]
			: []),
		...(others.length > 0
			? [
					'',
					'It can be, and is told by',
					...others.flatMap(other => [`  - ${other.title}`, `      ${other.check}`]),
				]
			: []),
		'',
		`How it is repaired, by ${repairers[who]}`,
		...fix.map((text, index) => `  ${String(index + 1).padStart(2)}. ${text}`),
		...(transient ? ['  It may also pass by itself.'] : []),
		...(see === undefined ? [] : ['', 'Read on', `  ${see}`]),
	];
}
