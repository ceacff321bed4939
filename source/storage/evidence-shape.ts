import {isFlag, isNumber, isRecord, isText, listOf, objectOf, oneOf, type Shape} from './shape.js';

const status = oneOf('running', 'ok', 'failed');
const texts = listOf(isText);

export const diagnosisShape = objectOf(
	{
		title: isText,
		cause: isText,
		fix: texts,
		who: oneOf('you', 'user', 'app-owner', 'admin', 'network'),
		transient: isFlag,
		confidence: oneOf('certain', 'likely', 'possible'),
		said: isText,
	},
	{
		id: isText,
		see: isText,
		step: isText,
		others: listOf(objectOf({title: isText, check: isText}, {id: isText})),
		checked: texts,
	},
);

const service = objectOf(
	{
		protocol: oneOf('imap', 'pop3', 'smtp', 'https'),
		at: isText,
		status,
		ms: isNumber,
		layers: listOf(
			objectOf({name: isText, status, detail: isText}, {ms: isNumber, certificateEndsAt: isNumber}),
		),
	},
	{diagnosis: diagnosisShape},
);

const reports: Readonly<Record<string, Shape>> = {
	services: objectOf({services: listOf(service), proxies: texts}, {clockSeconds: isNumber}),
	client: objectOf({
		checks: listOf(
			objectOf({
				name: oneOf('tenant', 'client', 'secret', 'certificate', 'key'),
				status: oneOf('running', 'ok', 'failed', 'unknown'),
				detail: isText,
			}),
		),
	}),
	'sign-in': objectOf(
		{
			road: oneOf('browser', 'paste', 'device', 'app'),
			flow: oneOf('browser', 'device', 'app-only'),
			grantedScopes: texts,
			missingScopes: texts,
			expiresAt: isNumber,
			hasRefreshToken: isFlag,
		},
		{account: isText},
	),
	incoming: objectOf(
		{service},
		{
			mailbox: objectOf(
				{messages: isNumber},
				{newest: objectOf({subject: isText}, {date: isText})},
			),
		},
	),
	'web-server': objectOf(
		{
			url: isText,
			server: oneOf('apache', 'nginx', 'iis', 'tomcat', 'none', 'unread'),
			found: isText,
			hosts: listOf(
				objectOf(
					{
						name: isText,
						at: isText,
						isChosen: isFlag,
						is: oneOf('passes', 'redirects', 'blocked'),
						sentence: isText,
						hints: texts,
					},
					{line: objectOf({at: isText, text: isText})},
				),
			),
			notes: texts,
			workers: texts,
			answer: objectOf({isTomcat: isFlag, title: isText, sentence: isText, seen: isText}),
		},
		{
			add: objectOf({file: isText, lines: texts}, {beforeLine: isNumber}),
			applied: objectOf({file: isText, backup: isText, undo: isText}),
			reload: isText,
		},
	),
	senders: objectOf({
		recipient: isText,
		senders: listOf(
			objectOf({
				address: isText,
				settings: texts,
				is: oneOf(
					'waiting',
					'running',
					'fine',
					'unseen',
					'rewritten',
					'on-behalf',
					'refused',
					'untried',
				),
				summary: isText,
				repair: texts,
			}),
		),
	}),
	outgoing: objectOf(
		{service, recipient: isText},
		{
			messageId: isText,
			user: isText,
			roundTrip: objectOf({ok: isFlag}, {seconds: isNumber, diagnosis: diagnosisShape}),
		},
	),
};

const report: Shape = value =>
	isRecord(value) &&
	typeof value.type === 'string' &&
	Object.hasOwn(reports, value.type) &&
	(reports[value.type]?.(value) ?? false);

/** The form of one step's Evidence, down to all that screens draw of it. */
export const evidenceShape: Shape = objectOf(
	{
		at: isNumber,
		outcome: oneOf('proved', 'failed', 'said', 'open'),
		fits: isText,
		summary: isText,
	},
	{report, diagnosis: diagnosisShape},
);
