import {clean} from '../clean.js';
import type {MailCall} from '../mail-port.js';
import {destinationOf} from '../network/agents.js';
import {atOf, dial} from '../network/dial.js';
import {exchange} from '../network/exchange.js';
import type {Layers} from '../network/layers.js';
import {parseUrl} from '../network/request.js';
import type {Network} from '../providers/settings.js';

/** A sign-in host answers when it answers at all, whatever the status: what that means is not the network's to say. Gives the time of its Date header. Throws Failed. */
export async function probeHttps(
	target: {readonly url: string; readonly network: Network},
	call: MailCall,
	layers: Layers,
): Promise<number | undefined> {
	const url = parseUrl(target.url);
	const destination = destinationOf(url);
	const tell = (line: string) => call.onLine?.(clean(line, 400));
	const socket = await dial(destination, target.network, call, layers);
	const headers = await layers.run('answer', async detail => {
		tell(`C: GET ${url.pathname} HTTP/1.1`);
		// A sign-in page may be of any size, and nothing in it is needed.
		const answer = await exchange({socket}, url, {maxBytes: 0}, atOf(destination), call);
		detail(`HTTP ${answer.status}`);
		tell(`S: HTTP/1.1 ${answer.status}`);
		return answer.headers;
	});
	for (const name of ['date', 'server', 'content-type', 'location', 'via']) {
		if (headers[name] !== undefined) tell(`S: ${name}: ${headers[name]}`);
	}
	const remoteTime = Date.parse(headers.date ?? '');
	return Number.isNaN(remoteTime) ? undefined : remoteTime;
}
