import http, {type IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import type {Call} from '../call.js';
import {failedBy} from './failed.js';
import {tooMuch} from './limit-bytes.js';
import {wait, waitForAnswer} from './wait.js';

export type RequestOptions = {
	readonly method?: 'GET' | 'POST' | 'HEAD';
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Of the answer's body; 200 kB when absent. With 0 it is not read at all. */
	readonly maxBytes?: number;
};

export type HttpAnswer = {
	readonly status: number;
	/** Names in lower case; several of one name joined by a comma. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
};

/** What a request travels on: a connection that ends with it, or one of an agent's, which may serve again. */
export type Way = {readonly socket: Socket} | {readonly agent: http.Agent};

/** One HTTP request and its whole answer. Throws Failed. */
export async function exchange(
	way: Way,
	url: URL,
	{method = 'GET', headers, body, maxBytes = 200_000}: RequestOptions,
	at: string,
	call: Call,
): Promise<HttpAnswer> {
	const about = {stage: 'network', at} as const;
	const what = `${at} was asked`;
	const isOwn = 'socket' in way;
	const outgoing = http.request({
		...(isOwn
			? {createConnection: () => way.socket}
			: {agent: way.agent, protocol: url.protocol, host: url.hostname, port: url.port}),
		method,
		path: `${url.pathname}${url.search}`,
		headers: {
			host: url.host,
			'user-agent': 'mailgrant',
			accept: 'application/json, */*;q=0.5',
			...(isOwn && {connection: 'close'}),
			...(body !== undefined && {'content-length': String(Buffer.byteLength(body))}),
			...headers,
		},
	});
	const connected = Promise.withResolvers<void>();
	const failed = Promise.withResolvers<never>();
	// What fails after the answer is of no interest.
	failed.promise.catch(() => {});
	outgoing.once('socket', () => connected.resolve());
	outgoing.on('error', error => failed.reject(failedBy(error, about)));
	let response: IncomingMessage | undefined;
	try {
		const answered = new Promise<IncomingMessage>(resolve => outgoing.once('response', resolve));
		call.signal.throwIfAborted();
		outgoing.end(body);
		response = await waitForAnswer(
			call,
			{...about, what},
			{connected: connected.promise, answer: Promise.race([answered, failed.promise])},
		);
		return {
			status: response.statusCode ?? 0,
			headers: flat(response.headers),
			body: maxBytes === 0 ? '' : await readBody(response, maxBytes, about, call),
		};
	} catch (error) {
		call.signal.throwIfAborted();
		throw error;
	} finally {
		if (isOwn || !response?.complete) outgoing.destroy();
		if (isOwn) way.socket.destroy();
	}
}

function readBody(
	response: IncomingMessage,
	maxBytes: number,
	about: {readonly stage: 'network'; readonly at: string},
	call: Call,
): Promise<string> {
	const what = `the answer of ${about.at} was read`;
	return wait<string>(call, {...about, what}, ({resolve, reject}) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		const onData = (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes > maxBytes) reject(tooMuch(maxBytes, about));
			else chunks.push(chunk);
		};
		const onEnd = () => resolve(Buffer.concat(chunks).toString('utf8'));
		const onError = (error: Error) => reject(failedBy(error, about));
		response.on('data', onData);
		response.once('end', onEnd);
		response.on('error', onError);
		return () => {
			response.on('error', () => {});
			response.off('data', onData);
			response.off('end', onEnd);
			response.off('error', onError);
		};
	});
}

const flat = (headers: http.IncomingHttpHeaders): HttpAnswer['headers'] =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : value,
		]),
	);
