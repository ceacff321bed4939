import {UserError} from '../errors.js';
import type {NotifySettings, NotifyState} from '../notify/notify-state.js';
import {parseRecipients} from '../notify/parse-recipients.js';
import {settingsText} from '../notify/settings-text.js';
import type {NotifySent} from '../notify/told-admin.js';
import {triedText} from '../notify/tried-text.js';
import {parseAddress, parseHostPort} from '../parse.js';
import type {Services} from '../services.js';
import {readRecord} from '../tasks/grants.js';
import {saveNotifySettings} from '../tasks/notify/save-settings.js';
import {sendTest} from '../tasks/notify/send-test.js';
import {utcTime} from '../text/utc.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {wrongValues} from './wrong-values.js';

/** Shows and sets who is told by mail when something needs a person; sends a test message. */
export async function notify(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, signal, timeoutMs, world} = invocation;
	const services = await world.openServices();
	const change = changeOf(options, services);
	if (change) await saveNotifySettings(services, change);
	const sent = options.test ? await sendTest({services, signal, timeoutMs}) : undefined;
	const state = await services.notify.read();
	if (isJson) output.json({...notifyJson(state), ...(sent && {test: sentJson(sent)})});
	else if (sent) output.print(sentText(sent));
	else output.print(notifyText(state, services).join('\n'));
	if (!isJson && change && !sent && state.settings.to.length > 0) {
		output.tell('Next: mailgrant notify --test');
	}
	return sent && sent.missed.length > 0 ? 1 : 0;
}

/** What the flags make of the settings; undefined where they change nothing. Throws UserError naming all that is wrong. */
function changeOf(
	options: Invocation['options'],
	services: Services,
): ((settings: NotifySettings) => NotifySettings) | undefined {
	const text = (name: string) => {
		const value = options[name];
		return typeof value === 'string' ? value : undefined;
	};
	const errors: string[] = [];
	const take = <Value>(
		name: string,
		parse: (input: string) => {readonly value: Value | undefined} | {readonly error: string},
	) => {
		const given = text(name);
		if (given === undefined) return undefined;
		const parsed = parse(given);
		if ('value' in parsed) return parsed;
		errors.push(`--${name}: ${parsed.error}`);
		return undefined;
	};
	if (options.off && text('to') !== undefined) {
		throw new UserError('--off and --to contradict each other.', ['Give one of them.'], 2);
	}
	const to = options.off ? {value: undefined} : take('to', parseRecipients);
	const through = take('through', name => throughOf(services, name));
	const relay = take('relay', parseHostPort);
	const from = take('from', parseAddress);
	if (errors.length > 0) {
		throw wrongValues(errors, {command: 'notify', kept: 'Nothing was changed'});
	}
	if (![to, through, relay, from].some(Boolean)) return undefined;
	return settings => ({
		...settings,
		...(to && {to: to.value ?? []}),
		...(through && {through: through.value}),
		...(relay && {relay: relay.value}),
		...(from && {from: from.value}),
	});
}

/** An empty text gives the choice back. */
function throughOf(services: Services, input: string) {
	const name = input.trim();
	if (name === '') return {value: undefined};
	const {grant} = readRecord(services, name);
	if (grant.outgoing === 'smtp') return {value: name};
	return {error: `${name} has no outgoing mail. Choose a grant that sends by SMTP.`};
}

function notifyText({settings, told, last, failure}: NotifyState, services: Services): string[] {
	const {to, through, relay, from} = settings;
	if (to.length === 0) {
		return [
			'Nobody is told when something needs a person.',
			'  Name somebody: mailgrant notify --to ADDRESS',
		];
	}
	const isGone = through !== undefined && services.grants.read(through) === undefined;
	const count = Object.keys(told).length;
	return [
		`Told by mail when something needs a person: ${settingsText(settings)}`,
		...(isGone ? [`  There is no grant ${through} any more; any other is taken.`] : []),
		...(relay === undefined
			? []
			: [`  By ${relay} it is sent as ${from ?? `mailgrant@${services.host.name}`}`]),
		`  Last mail: ${last ? `${utcTime(last.at)}, through ${last.through}` : 'none yet'}`,
		...(failure
			? [
					`  Not sent since ${utcTime(failure.at)}, again at ${utcTime(failure.retryAt)}: ${triedText(failure.tried)}`,
				]
			: []),
		...(count > 0
			? [
					'  Told, and still open:',
					...Object.values(told).map(
						({grant, title, at}) => `    ${grant}: ${title}, told ${utcTime(at)}`,
					),
				]
			: []),
		'  It is looked for by: mailgrant refresh --watch, or refresh --all from cron',
	];
}

function sentText({through, reached, missed, tried}: NotifySent): string {
	return [
		`Sent to ${reached.join(', ')} through ${through.join(', ')}.`,
		...tried.map(each => `  Not through ${triedText([each])}`),
		...(missed.length > 0 ? [`  Not sent to ${missed.join(', ')}.`] : []),
	].join('\n');
}

/** The shape of `notify --json`. */
export const notifyJson = ({settings, told, last, failure}: NotifyState) => ({
	...settings,
	...(last && {last: {at: utcTime(last.at), through: last.through}}),
	...(failure && {
		failure: {at: utcTime(failure.at), retryAt: utcTime(failure.retryAt), tried: failure.tried},
	}),
	told: Object.values(told).map(({at, ...each}) => ({...each, at: utcTime(at)})),
});

const sentJson = ({through, reached, missed, tried}: NotifySent) => ({
	through,
	to: reached,
	missed,
	tried,
});
