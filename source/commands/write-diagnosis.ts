import {clean} from '../clean.js';
import type {Diagnosis} from '../diagnosis/diagnosis.js';
import type {UserError} from '../errors.js';

const who: Readonly<Record<Diagnosis['who'], string>> = {
	you: 'you, here',
	user: 'the user of the mailbox',
	'app-owner': 'the owner of the app registration',
	admin: 'an admin of the mail service',
	network: 'whoever runs the network',
};

/** A diagnosis as lines: what is wrong, what was said, how it is repaired and by whom. */
export function diagnosisLines(diagnosis: Diagnosis, indent = ''): string[] {
	const {title, cause, said, fix, transient, see, others = [], checked = []} = diagnosis;
	return [
		title,
		`  ${cause}`,
		...(said === '' ? [] : [`  The other side said: ${said}`]),
		...fix.map((step, index) => `  ${index + 1}. ${step}`),
		...others.map(other => `  It can be: ${other.title}. How to tell: ${other.check}`),
		...(checked.length > 0 ? [`  Checked, and in order: ${checked.join(' ')}`] : []),
		`  Who can repair it: ${who[diagnosis.who]}.${transient ? ' It may also pass by itself.' : ''}`,
		...(see ? [`  More: ${see}`] : []),
	].map(line => indent + line.replace(/\s*\n\s*/g, ' '));
}

/** The shape of a diagnosis in `--json`. */
export function diagnosisJson(diagnosis: Diagnosis) {
	const {id, title, cause, fix, who, transient, said, others, checked} = diagnosis;
	return {
		...(id !== undefined && {id}),
		title,
		cause,
		fix,
		who,
		transient,
		said,
		...(others && {others}),
		...(checked && {checked}),
	};
}

/** What a task can't even begin with, told as what was found. */
export function diagnosisOf({message, nextSteps}: UserError): Diagnosis {
	return {
		title: clean(message),
		cause: 'The grant is not complete enough for it.',
		fix: nextSteps,
		who: 'you',
		transient: false,
		confidence: 'certain',
		said: '',
	};
}
