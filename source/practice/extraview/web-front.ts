import {randomBytes} from 'node:crypto';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Instance} from '../../extraview/mounts/instance.js';
import type {WebAnswer, WebFaults} from '../faults.js';
import {pause} from '../pause.js';
import {practiceWorker} from './apache-files.js';
import {mountedWorker} from './mounted-worker.js';

export type Site = {
	readonly instance: Instance;
	/** The httpd's configuration in force. */
	readonly readInForce: () => Promise<string>;
};

type FrontOptions = {
	readonly latencyMs: () => number;
	readonly faults: () => WebFaults;
};

/** Plays httpd in front of Tomcat: gives what serves a connection that is already secured, as soon as there is a site. A path that is mounted is answered as Tomcat does, every other one as httpd does that has no file for it. */
export function createWebFront(
	site: Promise<Site>,
	options: FrontOptions,
): (socket: Socket) => void {
	const server = createServer((request, response) => {
		void answer(site, options, request, response);
	});
	server.keepAliveTimeout = 5000;
	return socket => {
		server.emit('connection', socket);
	};
}

type Page = {
	readonly status: number;
	readonly title: string;
	readonly text: string;
	readonly headers?: Readonly<Record<string, string>>;
};

async function answer(
	site: Promise<Site>,
	{latencyMs, faults}: FrontOptions,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	await pause(latencyMs());
	const {answer: fault} = faults();
	const {status, title, text, headers} = fault
		? faultyPage(fault, await site, request)
		: await pageFor(await site, request);
	response.writeHead(status, {
		Server: 'Apache',
		'Content-Type': 'text/html; charset=utf-8',
		'Cache-Control': 'no-store',
		// What follows is not read.
		...(hasBody(request) && {Connection: 'close'}),
		...headers,
	});
	const page = `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><h1>${title}</h1>\n<p>${text}</p>\n</body></html>\n`;
	response.end(request.method === 'HEAD' ? undefined : page);
}

function faultyPage(
	{status, title, location}: WebAnswer,
	{instance}: Site,
	{url = ''}: IncomingMessage,
): Page {
	const target = location?.(new URL(url, instance.url).href);
	return {
		status,
		title,
		text: 'A practice fault is on.',
		headers: target === undefined ? {} : {Location: target},
	};
}

async function pageFor(
	{instance, readInForce}: Site,
	{method = '', url = ''}: IncomingMessage,
): Promise<Page> {
	if (method !== 'GET' && method !== 'HEAD') {
		return {...notAllowed, headers: {Allow: 'GET, HEAD'}};
	}
	const path = decoded(url.replace(/\?.*$/s, ''));
	if (path === undefined) return badRequest;
	// Its directory is gone when the servers end.
	const inForce = await readInForce().catch(() => '');
	const worker = mountedWorker(inForce, instance, path);
	if (worker === undefined) return notFound;
	return worker === practiceWorker ? ofTomcat(instance) : serverError;
}

const ofTomcat = ({path}: Instance): Page => ({
	status: 200,
	title: 'Practice instance',
	text: 'Here ExtraView would answer. This one is played by mailgrant.',
	headers: {
		'Set-Cookie': `JSESSIONID=${randomBytes(16).toString('hex').toUpperCase()}; Path=${path}; HttpOnly; Secure`,
	},
});

const notFound: Page = {
	status: 404,
	title: '404 Not Found',
	text: 'The requested URL was not found on this server.',
};
const badRequest: Page = {
	status: 400,
	title: '400 Bad Request',
	text: 'Your browser sent a request that this server could not understand.',
};
const notAllowed: Page = {
	status: 405,
	title: '405 Method Not Allowed',
	text: 'The requested method is not allowed for this URL.',
};
/** What a mount on a worker that is not defined comes to. */
const serverError: Page = {
	status: 500,
	title: '500 Internal Server Error',
	text: 'The server encountered an internal error.',
};

function decoded(path: string): string | undefined {
	try {
		return path.startsWith('/') ? decodeURIComponent(path) : undefined;
	} catch {
		return undefined;
	}
}

const hasBody = ({headers}: IncomingMessage) =>
	headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
