import {type Grant, protocolsOf} from '../../grant.js';
import type {Providers} from '../../providers/provider.js';
import {settingsOf} from '../../providers/settings.js';
import {
	guessMeaning,
	isPasswordKey,
	isSecretKey,
	knownKeys,
	type Meaning,
	meanings,
	type Task,
} from './known-keys.js';
import {byKey, parseProperties} from './parse-properties.js';
import type {Change} from './patch-properties.js';

/** What an admin said of keys, by key; kept for the instance. */
export type Answers = Readonly<Record<string, Meaning>>;

/** One key of the text and what becomes of it. */
export type PropertyPlan = {
	readonly key: string;
	/** As it is now; `(hidden)` for a secret. */
	readonly value: string;
	readonly isSecret: boolean;
	/** From where its meaning is known: the manual, the admin's answer; `probably` by its name alone. */
	readonly basis: 'manual' | 'answer' | 'probably' | 'unknown';
	readonly meaning?: Meaning;
	/** What the grant has for it; undefined when it stays as it is. */
	readonly proposed?: string;
	/** What the manual says of it. */
	readonly about?: string;
};

/** A key that only the admin can tell the meaning of. */
export type Question = {
	readonly key: string;
	readonly value: string;
	readonly guess?: Meaning;
	readonly text: string;
	/** The answers that can be given, with what each would put in. */
	readonly choices: readonly {readonly meaning: Meaning; readonly value?: string}[];
};

export type Plan = {
	readonly properties: readonly PropertyPlan[];
	readonly questions: readonly Question[];
	/** What is certain enough to be written: from the manual and from answers. */
	readonly changes: readonly Change[];
};

export const hidden = '(hidden)';

/** What the text of a task holds, and what the grant has for it. Only keys of the manual and keys that were answered for are changed. */
export function planProperties(
	text: string,
	{
		task,
		grant,
		providers,
		answers,
	}: {
		readonly task: Task;
		readonly grant: Grant;
		readonly providers: Providers;
		readonly answers: Answers;
	},
): Plan {
	const values = valuesFor(task, grant, providers);
	const effective = [...byKey(parseProperties(text)).values()];
	const properties = effective.map(({key, value}): PropertyPlan => {
		const isSecret = isSecretKey(key);
		const {basis, meaning} = meaningOf(key, value, answers);
		const wanted = meaning && values[meaning];
		const about = knownKeys.find(known => known.key === key)?.about;
		return {
			key,
			value: isSecret ? hidden : value,
			isSecret,
			basis,
			...(meaning && {meaning}),
			...(wanted !== undefined && wanted !== value && {proposed: wanted}),
			...(about && {about}),
		};
	});
	return {
		properties,
		questions: properties.flatMap(property => questionOf(property, values)),
		changes: properties.flatMap(({key, basis, proposed}) =>
			proposed !== undefined && (basis === 'manual' || basis === 'answer')
				? [{key, value: proposed}]
				: [],
		),
	};
}

type Values = Readonly<Partial<Record<Meaning, string>>>;

function valuesFor(task: Task, grant: Grant, providers: Providers): Values {
	const {services} = settingsOf(grant, providers);
	const protocol = protocolsOf(grant).find(each => (each === 'smtp') === (task === 'batchmail'));
	const endpoint = protocol && services[protocol];
	return {
		mailbox: grant.mailbox,
		'token-name': grant.name,
		...(endpoint && {
			host: endpoint.host,
			port: String(endpoint.port),
			'host-and-port': `${endpoint.host}:${endpoint.port}`,
		}),
	};
}

function meaningOf(
	key: string,
	value: string,
	answers: Answers,
): Pick<PropertyPlan, 'basis' | 'meaning'> {
	if (key === 'MAILBOX_USER') return {basis: 'manual', meaning: 'mailbox'};
	if (knownKeys.some(known => known.key === key)) return {basis: 'manual', meaning: 'keep'};
	// Whatever was answered: no value of a grant is put where a password stands.
	if (isPasswordKey(key)) return {basis: 'unknown'};
	const answer = Object.hasOwn(answers, key) ? answers[key] : undefined;
	if (answer) return {basis: 'answer', meaning: answer};
	const guess = guessMeaning(key, value);
	return guess ? {basis: 'probably', meaning: guess} : {basis: 'unknown'};
}

function questionOf(
	{key, value, basis, meaning}: PropertyPlan,
	values: Values,
): readonly Question[] {
	if (basis !== 'probably' && basis !== 'unknown') return [];
	// A password stays what it is: an OAuth2 mailbox needs none, and none is ever put in.
	if (isPasswordKey(key)) return [];
	const choices = meanings.flatMap((each): Question['choices'] => {
		if (each === 'keep') return [{meaning: each}];
		const proposed = values[each];
		return proposed === undefined ? [] : [{meaning: each, value: proposed}];
	});
	return [
		{
			key,
			value,
			...(meaning && {guess: meaning}),
			choices,
			text: meaning
				? `${key} is on no known page of the manual. By its name it is probably ${wordsFor[meaning]}. Is it?`
				: `${key} is on no known page of the manual. Does it hold something of this grant?`,
		},
	];
}

const wordsFor: Readonly<Record<Meaning, string>> = {
	keep: 'nothing of this grant',
	mailbox: 'the address of the mailbox',
	'token-name': 'the Email Token Name',
	host: 'the host of the mail server',
	port: 'the port of the mail server',
	'host-and-port': 'host and port of the mail server',
};
