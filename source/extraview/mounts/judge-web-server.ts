import type {HostFinding, LinesToAdd, WebServerReport} from '../../checklist/report.js';
import {inStep} from '../../checklist/step-id.js';
import type {Diagnosis} from '../../diagnosis/diagnosis.js';
import type {MountReport} from './check-mounts.js';
import type {ProbeAnswer, ProbeKind, ProbeWords} from './probe-answer.js';
import {describeWorkers, type HostVerdict, type Insertion, placeText} from './verdict.js';

/** Whether requests for the instance reach Tomcat, as far as its configuration tells. */
export const mountsPass = ({chosen, hosts}: MountReport): boolean =>
	chosen ? chosen.verdict.is === 'passes' : hosts.some(({verdict}) => verdict.is === 'passes');

/** What came back when the redirect URI was asked for. */
export type ProbeResult =
	| {readonly answer: ProbeAnswer; readonly words: ProbeWords}
	| {readonly diagnosis: Diagnosis};

export type WebServerVerdict = {
	readonly outcome: 'proved' | 'failed' | 'open';
	readonly summary: string;
	readonly diagnosis?: Diagnosis;
};

/** What the answer and the configuration of this host say together. An answer of Tomcat's settles it; the configuration says why there is none. */
export function judgeWebServer(
	probe: ProbeResult,
	{
		mounts,
		reload,
		otherSteps = [],
	}: {
		/** Undefined where no Apache's configuration was read. */
		readonly mounts?: MountReport;
		/** The shell line that puts a change in force. */
		readonly reload?: string;
		/** What to do where another web server stands, or none. */
		readonly otherSteps?: readonly string[];
	},
): WebServerVerdict {
	if ('diagnosis' in probe) {
		const diagnosis = ofNetwork(probe.diagnosis);
		return {outcome: 'failed', summary: diagnosis.title, diagnosis};
	}
	const {answer, words} = probe;
	if (answer.kind === 'tomcat') return {outcome: 'proved', summary: 'Tomcat answers'};
	const passes = mounts !== undefined && mountsPass(mounts);
	if (words.ok) {
		return passes
			? {outcome: 'proved', summary: `mounted here, HTTP ${answer.status}`}
			: {outcome: 'open', summary: `HTTP ${answer.status}, perhaps not of Tomcat`};
	}
	const diagnosis = ofAnswer(probe, {mounts, passes, reload, otherSteps});
	return {outcome: 'failed', summary: diagnosis.title, diagnosis};
}

/** What is said of mail servers is of no use here, and the address is entered elsewhere. */
const ofNetwork = (diagnosis: Diagnosis): Diagnosis => ({
	...diagnosis,
	fix: [
		`Check the base URL, ${inStep('instance')}: a browser on this host’s network has to reach it.`,
		...diagnosis.fix.filter(step => !/\b(?:IMAP|POP3|SMTP|STARTTLS)\b/.test(step)),
	],
	step: 'instance',
});

/** Where the base URL of the grant is what has to change. */
const ofBaseUrl: readonly ProbeKind[] = ['to-https', 'other-host', 'same-host', 'tomcat-not-found'];

function ofAnswer(
	{answer, words}: Extract<ProbeResult, {readonly answer: unknown}>,
	{
		mounts,
		passes,
		reload,
		otherSteps,
	}: {
		readonly mounts?: MountReport;
		readonly passes: boolean;
		readonly reload?: string;
		readonly otherSteps: readonly string[];
	},
): Diagnosis {
	const {kind} = answer;
	const common = {
		who: 'you',
		transient: kind === 'tomcat-down' || kind === 'server-error',
		confidence: 'certain',
		said: seenText(answer),
	} as const;
	const blocked = mounts?.chosen?.verdict.is === 'blocked' ? mounts.chosen : undefined;
	if (kind === 'not-found' && passes) {
		return {
			...common,
			id: 'web-server-not-in-force',
			title: 'The mount points are there, and not in force',
			cause:
				'The configuration passes the redirect URI to Tomcat, but the web server that answers does not: it has not read it yet, or another one answers.',
			fix: [
				reload ?? 'Let Apache read its configuration: apachectl graceful',
				'If it answers the same afterwards: what answers for the base URL is another server, such as a proxy in front.',
			],
			confidence: 'likely',
		};
	}
	if (blocked?.verdict.is === 'blocked') {
		const {verdict, insertion, place} = blocked;
		return {
			...common,
			id: `web-server-${verdict.reason}`,
			title: titles[verdict.reason] ?? words.title,
			cause: `${blocked.name}: ${verdict.sentence}`,
			fix: [
				...verdict.fix,
				...(verdict.canAdd && !insertion && !place.isFromMacro && mounts
					? [describeWorkers(mounts.workers)]
					: []),
			],
		};
	}
	const isOfBaseUrl = ofBaseUrl.includes(kind);
	return {
		...common,
		id: `web-server-${kind}`,
		title: words.title,
		cause: words.sentence,
		fix: isOfBaseUrl
			? [...words.fix, `The base URL is entered in ${inStep('instance')}.`]
			: [...words.fix, ...otherSteps],
		...(isOfBaseUrl && {step: 'instance'}),
	};
}

const titles: Readonly<Partial<Record<string, string>>> = {
	missing: 'The mount points are missing',
	'not-inherited': 'The mount points are not in this virtual host',
	'wrong-case': 'The mount points have another case',
	'in-location': 'A mount in a Location takes only one exact path',
	unmounted: 'A later JkUnMount takes the path away',
};

/** Status, server and title of the page. */
export const seenText = ({status, server, title}: ProbeAnswer) =>
	[`HTTP ${status}`, server, title && `“${title}”`].filter(Boolean).join(', ');

/** The answer as a report keeps it. */
export function answerOf(probe: ProbeResult): WebServerReport['answer'] {
	if ('diagnosis' in probe) {
		const {title, cause, said} = probe.diagnosis;
		return {isTomcat: false, title, sentence: cause, seen: said};
	}
	const {answer, words} = probe;
	return {
		isTomcat: answer.kind === 'tomcat',
		title: words.title,
		sentence: words.sentence,
		seen: seenText(answer),
	};
}

/** A virtual host as a report keeps it. */
export function hostFinding({name, place, isChosen, verdict, hints}: HostVerdict): HostFinding {
	return {
		name,
		at: placeText(place),
		isChosen,
		is: verdict.is,
		sentence: verdict.sentence,
		...(verdict.by && {line: {at: placeText(verdict.by), text: verdict.text ?? ''}}),
		hints,
	};
}

export const linesToAdd = ({file, beforeLine, lines}: Insertion): LinesToAdd => ({
	file,
	...(beforeLine !== undefined && {beforeLine}),
	lines,
});
