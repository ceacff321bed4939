import http, {type IncomingMessage} from 'node:http';
import https from 'node:https';
import type {Network} from '../providers/settings.js';
import type {Call, Outcome} from '../services.js';
import {createAgent, destinationOf} from './agent.js';
import {atOf} from './dial.js';
import {Failed, failedBy, outcomeOf} from './failed.js';
import type {Layers} from './layers.js';
import {tooMuch} from './limit-bytes.js';
import {isLoopback} from './proxy.js';
import {wait} from './wait.js';

export type RequestOptions = {
	readonly method?: 'GET' | 'POST' | 'HEAD';
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Of the answer's body; 200 kB when absent. */
	readonly maxBytes?: number;
};

export type HttpAnswer = {
	readonly status: number;
	/** Names in lower case; several of one name joined by a comma. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
};

/** One HTTP request over a connection of its own. Any status is an answer; redirects are not followed. Plain http only to loopback. */
export function request(
	url: string,
	options: RequestOptions,
	network: Network,
	call: Call,
	layers?: Layers,
): Promise<Outcome<HttpAnswer>> {
	return outcomeOf(() => requestOrThrow(url, options, network, call, layers));
}

async function requestOrThrow(
	text: string,
	{method = 'GET', headers, body, maxBytes = 200_000}: RequestOptions,
	network: Network,
	call: Call,
	layers?: Layers,
): Promise<HttpAnswer> {
	const url = parse(text);
	const destination = destinationOf(url);
	const about = {stage: 'network', at: atOf(destination)} as const;
	const agent = createAgent(text, network, call, layers);
	// Dialling has its own deadlines; the answer's begins when the request is on its way.
	const {promise: sent, resolve: onSent, reject: onUnsent} = Promise.withResolvers<void>();
	const client = destination.isSecure ? https : http;
	const outgoing = client.request(url, {
		agent,
		method,
		headers: {
			'user-agent': 'mailgrant',
			accept: 'application/json, */*;q=0.5',
			...(body !== undefined && {'content-length': String(Buffer.byteLength(body))}),
			...headers,
		},
	});
	const answer = Promise.withResolvers<IncomingMessage>();
	// Both are awaited only after what went before them.
	answer.promise.catch(() => {});
	sent.catch(() => {});
	outgoing.on('error', (error: unknown) => {
		onUnsent(error);
		answer.reject(error);
	});
	outgoing.once('socket', () => onSent());
	outgoing.once('response', answer.resolve);
	outgoing.end(body);
	const what = `${about.at} was asked`;
	try {
		await sent;
		const response = await wait<IncomingMessage>(call, {...about, what}, ({resolve, reject}) => {
			answer.promise.then(resolve, reject);
			return () => {};
		});
		return {
			status: response.statusCode ?? 0,
			headers: flat(response.headers),
			body: await wait<string>(call, {...about, what}, settle =>
				readBody(response, maxBytes, settle, about),
			),
		};
	} catch (error) {
		if (call.signal.aborted) throw call.signal.reason;
		throw error instanceof Failed ? error : failedBy(error, about);
	} finally {
		outgoing.destroy();
		agent.destroy();
	}
}

function readBody(
	response: IncomingMessage,
	maxBytes: number,
	{resolve, reject}: {resolve: (body: string) => void; reject: (error: unknown) => void},
	about: {readonly stage: 'network'; readonly at: string},
): () => void {
	const chunks: Buffer[] = [];
	let bytes = 0;
	const onData = (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > maxBytes) reject(tooMuch(maxBytes, about));
		else chunks.push(chunk);
	};
	const onEnd = () => resolve(Buffer.concat(chunks).toString('utf8'));
	response.on('data', onData);
	response.once('end', onEnd);
	response.on('error', reject);
	return () => {
		response.off('data', onData);
		response.off('end', onEnd);
		response.off('error', reject);
		response.on('error', () => {});
	};
}

function parse(text: string): URL {
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

const flat = (headers: http.IncomingHttpHeaders): HttpAnswer['headers'] =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : value,
		]),
	);
