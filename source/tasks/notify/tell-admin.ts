import {newsOf} from '../../notify/news.js';
import {notifyMail} from '../../notify/notify-mail.js';
import type {NotifyFailure, NotifyState} from '../../notify/notify-state.js';
import {retryMs} from '../../notify/retry-ms.js';
import type {ToldAdmin} from '../../notify/told-admin.js';
import type {TaskContext} from '../context.js';
import {type FoundMatters, findMatters} from './find-matters.js';
import {sendNotify} from './send-notify.js';

/** One look at all grants, and one mail for all that is new. Several processes, of all hosts of a store, that look at the same time send it once; one that is killed between the mail and the note of it sends it again. */
export async function tellAdmin(
	context: TaskContext,
	{
		apartMs = 0,
	}: {
		/** How long after one mail no other goes out. */
		readonly apartMs?: number;
	} = {},
): Promise<ToldAdmin> {
	const {services, signal} = context;
	const {notify} = services;
	const before = await notify.read();
	if (before.settings.to.length === 0) return {is: 'off'};
	const found = await findMatters(context, before.settings);
	return (
		(await withoutMail(context, before, {...found, apartMs})) ??
		// Whoever had to wait looks again: what is new may have been told meanwhile.
		notify.exclusively(
			async () => {
				const state = await notify.read();
				if (state.settings.to.length === 0) return {is: 'off'};
				return (
					(await withoutMail(context, state, {...found, apartMs})) ?? send(context, state, found)
				);
			},
			{signal},
		)
	);
}

/** Undefined when a mail is due. */
async function withoutMail(
	{services}: TaskContext,
	state: NotifyState,
	{apartMs, ...found}: FoundMatters & {readonly apartMs: number},
): Promise<ToldAdmin | undefined> {
	const now = services.now();
	const {isDue} = newsOf({...found, told: state.told, now});
	if (!isDue) {
		await services.notify.update(({failure: _, ...latest}) => ({
			...latest,
			told: newsOf({...found, told: latest.told, now}).kept,
		}));
		return {is: 'quiet', isFailing: isFailing(found)};
	}
	const {failure, last} = state;
	const pauses = [
		...(failure ? [pauseAfter(failure, services.host.name)] : []),
		...(last && !last.isTest ? [{from: last.at, until: last.at + apartMs}] : []),
	];
	// Never for longer than the longest wait, whatever the clock was set to.
	const pause = pauses.find(({from, until}) => now >= from && now < until);
	return pause && {is: 'waiting', retryAt: pause.until};
}

async function send(
	context: TaskContext,
	state: NotifyState,
	found: FoundMatters,
): Promise<ToldAdmin> {
	const {services} = context;
	const {notify, providers, host} = services;
	const {settings} = state;
	const now = services.now();
	const news = newsOf({...found, told: state.told, now});
	const mail = notifyMail(news, {providers, host, now});
	const sent = await sendNotify(context, {settings, ways: found.ways, mailFor: () => mail});
	const at = services.now();
	if (sent.reached.length === 0) {
		const count = (state.failure?.count ?? 0) + 1;
		const failure = {at, count, retryAt: at + retryMs(count), tried: sent.tried, host: host.name};
		await notify.update(latest => ({...latest, failure}));
		return {is: 'failed', failure};
	}
	await notify.update(({failure: _, ...latest}) => ({
		...latest,
		// Whoever was named meanwhile has been told nothing.
		told: latest.settings.to.join() === settings.to.join() ? news.toldAfter : latest.told,
		last: {at, through: sent.through.join(', ')},
	}));
	return {is: 'told', isFailing: isFailing(found), subject: mail.subject, sent};
}

/** Of hosts that share a store another one is first to try again: it may have a way that the one which failed lacks. */
function pauseAfter({at, retryAt, host}: NotifyFailure, here: string) {
	const isOther = host !== undefined && host !== here;
	return {from: at, until: isOther ? (at + retryAt) / 2 : retryAt};
}

const isFailing = ({matters}: FoundMatters) => matters.some(({kind}) => kind === 'renewal');
