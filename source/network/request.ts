import type {Call} from '../call.js';
import type {Outcome} from '../outcome.js';
import type {Network} from '../providers/settings.js';
import {type Agents, destinationOf} from './agents.js';
import {atOf, dial} from './dial.js';
import {exchange, type HttpAnswer, type RequestOptions} from './exchange.js';
import {Failed, outcomeOf} from './failed.js';
import {isLoopback} from './proxy.js';

export type {HttpAnswer, RequestOptions} from './exchange.js';

/** One HTTP request. Any status is an answer; redirects are not followed. Plain http only to loopback. Without `agents`, over a connection of its own. */
export function request(
	url: string,
	options: RequestOptions,
	network: Network,
	call: Call,
	agents?: Agents,
): Promise<Outcome<HttpAnswer>> {
	return outcomeOf(async () => {
		const parsed = parseUrl(url);
		const destination = destinationOf(parsed);
		// Else it would take a connection that is there, and end it.
		call.signal.throwIfAborted();
		const way = agents
			? {agent: agents(url, network, call)}
			: {socket: await dial(destination, network, call)};
		return exchange(way, parsed, options, atOf(destination), call);
	});
}

/** Throws Failed for what is no URL, and for one that would carry secrets in plain text. */
export function parseUrl(text: string): URL {
	const refuse = (message: string) =>
		new Failed({stage: 'local', message, code: 'ERR_INVALID_URL'});
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw refuse('That is not a URL. Enter it whole, such as https://login.example.com/token.');
	}
	if (url.protocol === 'https:') return url;
	if (url.protocol === 'http:' && isLoopback(url.hostname)) return url;
	throw refuse('Secrets travel over this URL, so it has to begin with https://.');
}
