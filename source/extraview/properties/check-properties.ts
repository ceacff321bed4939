import {clean} from '../../clean.js';
import type {Grant} from '../../grant.js';
import {isSecretKey, type Task} from './known-keys.js';
import {byKey, type Property, parseProperties} from './parse-properties.js';

/** `wrong`: mail will fail or loop; `trap`: taken, but easily gone wrong; `ask`: only the admin can look; `fine`. */
export type Remark = {
	readonly level: 'wrong' | 'trap' | 'ask' | 'fine';
	readonly text: string;
	readonly key?: string;
};

/** What of ExtraView's settings is known, as far as the admin told it. */
export type Told = {
	/** Behavior setting EMAIL_FROM_ADDRESS. */
	readonly emailFromAddress?: string;
};

/** What is right and wrong with the values of a task. */
export function checkProperties(
	text: string,
	{task, grant, told}: {readonly task: Task; readonly grant: Grant; readonly told: Told},
): readonly Remark[] {
	const properties = byKey(parseProperties(text));
	const user = task === 'evmail' ? properties.get('MAILBOX_USER')?.value.trim() : undefined;
	return [
		...(task === 'evmail' ? mailboxUser(user, grant, told) : []),
		...[...properties.values()].flatMap(({key, value}) => equalsSign(key, value)),
		...notification(properties),
	];
}

const same = (one: string, other: string) =>
	one.trim().toLowerCase() === other.trim().toLowerCase();

function mailboxUser(user: string | undefined, grant: Grant, told: Told): readonly Remark[] {
	const key = 'MAILBOX_USER';
	const {emailFromAddress} = told;
	const about = (level: Remark['level'], text: string): Remark => ({level, text, key});
	return [
		...(user === undefined || user === ''
			? [about('trap', `MAILBOX_USER is not set; for this grant it is ${grant.mailbox}.`)]
			: []),
		...(user && !same(user, grant.mailbox)
			? [
					about(
						'wrong',
						`MAILBOX_USER is ${clean(user, 100)}, but the token is for ${grant.mailbox}: a token opens only the mailbox that signed in.`,
					),
				]
			: []),
		emailFromAddress === undefined
			? about(
					'ask',
					`The behavior setting EMAIL_FROM_ADDRESS has to be MAILBOX_USER (${grant.mailbox}), so that replies come back. Look it up.`,
				)
			: same(emailFromAddress, user || grant.mailbox)
				? about('fine', 'MAILBOX_USER equals EMAIL_FROM_ADDRESS.')
				: about(
						'wrong',
						`EMAIL_FROM_ADDRESS is ${clean(emailFromAddress, 100)}, MAILBOX_USER ${clean(user || grant.mailbox, 100)}: they have to be equal, or replies do not come back.`,
					),
		about(
			'ask',
			'No ExtraView user may have this address as an end user: mail would go round in a loop. Look through the users.',
		),
	];
}

/** The Task Manager's page advises against it: the log then says that the password is null. */
function equalsSign(key: string, value: string): readonly Remark[] {
	if (!value.includes('=')) return [];
	const shown = clean(key, 60);
	const text = isSecretKey(key)
		? `The value of ${shown} has an equals sign. ExtraView can misread that when it validates the task; its log then says that the password is null. Choose a value without one.`
		: `The value of ${shown} has an equals sign, which ExtraView can misread when it validates the task.`;
	return [{level: 'trap', key, text}];
}

function notification(properties: ReadonlyMap<string, Property>): readonly Remark[] {
	return ['ERROR_NOTIFICATION_WARNING', 'ERROR_NOTIFICATION_REMINDER'].flatMap(
		(key): readonly Remark[] => {
			const value = properties.get(key)?.value.trim();
			if (value === undefined || /^\d+\s+(?:MINUTES|MISSED_POLLS)$/.test(value)) return [];
			return [
				{
					level: 'trap',
					key,
					text: `${key} is not of the form “10 MINUTES” or “3 MISSED_POLLS”.`,
				},
			];
		},
	);
}

/** What the task wants beside its properties, from the manual; each is looked at by the admin. */
export function taskAdvice(task: Task): readonly Remark[] {
	const ask = (text: string): Remark => ({level: 'ask', text});
	return [
		...(task === 'batchmail'
			? [
					ask('Start Option: START_ON_BOOT is what the manual advises for BatchMail.'),
					ask('BatchMail runs on one node only. In a cluster look at the Node ID of the task.'),
					ask(
						'The file BatchMail.properties counts only where BatchMail runs by itself. The task inside ExtraView has its properties in the Task Manager.',
					),
					ask(
						'EMAIL_NOTIFICATION has to be YES. While it is NO nothing is sent and no user is warned.',
					),
				]
			: [
					ask(
						'Start Option: START_NOW starts it now and at every start of the node, AUTO_START when it is needed.',
					),
					ask(
						'EVMail may run several times and on several nodes; each copy has properties of its own.',
					),
					ask(
						'The account that EVMail runs as needs more than a guest role; with that it only creates issues and updates none.',
					),
				]),
		ask('Poll Interval is in seconds, counted from the end of a run.'),
		ask('START_NOW and STOP_NOW act at once only while TASK_CONTROL_TASK runs on that node.'),
		ask(
			'The warning of ERROR_NOTIFICATION_WARNING is itself a mail: it does not come while mail is stuck.',
		),
	];
}
