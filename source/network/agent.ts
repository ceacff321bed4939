import http from 'node:http';
import https from 'node:https';
import type {Duplex} from 'node:stream';
import type {Network} from '../providers/settings.js';
import type {Call} from '../services.js';
import {atOf, dial} from './dial.js';
import type {Layers} from './layers.js';
import {limitBytes} from './limit-bytes.js';

/** More than any head and body that is read here. */
const maxBytes = 2_000_000;

type Given = (error: Error | null, socket: Duplex) => void;

/** An agent whose connections to the host of `url` are dialled here: proxy, CA, deadline, abort and a cap on what is sent back. Its errors are `Failed`, or the reason of the abort. Destroy it after use. */
export function createAgent(
	url: string,
	network: Network,
	call: Call,
	layers?: Layers,
): http.Agent | https.Agent {
	const {host, port, isSecure} = destinationOf(new URL(url));
	const Agent = isSecure ? https.Agent : http.Agent;
	const agent = new Agent({keepAlive: false, maxSockets: 4});
	agent.createConnection = (_options: unknown, given?: Given): undefined => {
		void dial({host, port, isSecure}, network, call, layers).then(
			socket => {
				given?.(null, socket);
				limitBytes(socket, maxBytes, {stage: 'network', at: atOf({host, port})});
			},
			// A failed connection has no socket to give.
			(error: unknown) => (given as ((error: unknown) => void) | undefined)?.(error),
		);
		return undefined;
	};
	return agent;
}

export function destinationOf({protocol, hostname, port}: URL) {
	const isSecure = protocol !== 'http:';
	return {
		host: hostname.replace(/^\[|\]$/g, ''),
		port: port === '' ? (isSecure ? 443 : 80) : Number(port),
		isSecure,
	};
}
