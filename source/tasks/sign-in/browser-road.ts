import type {CallbackServer} from '../../oauth-port.js';
import {diagnoseFor} from '../diagnose-for.js';
import {type Attempt, refusal} from './attempt.js';

/** The browser comes back by itself. A port that is busy closes this road and leaves the others open. */
export async function openBrowserRoad(
	attempt: Attempt,
	onServer: (server: CallbackServer) => void,
): Promise<void> {
	const {services, record, pending, signal, show} = attempt;
	let seen: {readonly requests: number; readonly seenAt?: number} = {requests: 0};
	const listening = await services.oauth.listen({
		redirectUri: pending.redirectUri,
		state: pending.state,
		signal,
		onRequest() {
			seen = {requests: seen.requests + 1, seenAt: services.now()};
			show({callback: {is: 'listening', ...seen}});
		},
	});
	if (!listening.ok) {
		const {title, fix} = diagnoseFor(attempt, record, listening.failure);
		show({callback: {is: 'closed', why: [title, fix[0]].filter(Boolean).join('. ')}});
		return;
	}
	onServer(listening.value);
	show({callback: {is: 'listening', ...seen}});
	const redirected = await listening.value.redirected;
	if ('error' in redirected) {
		attempt.end('browser', {ok: false, failure: refusal(redirected)});
		return;
	}
	show({phase: 'exchanging', pasteProblem: undefined});
	attempt.end(
		'browser',
		await services.oauth.exchangeCode(attempt.client, redirected.code, pending, attempt),
	);
}
