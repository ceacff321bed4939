import http from 'node:http';
import https from 'node:https';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Call} from '../call.js';
import type {Network} from '../providers/settings.js';
import {atOf, dial} from './dial.js';
import {limitBytes} from './limit-bytes.js';

/** More than any head and body that is read here. */
const maxBytes = 2_000_000;
/** A connection that served stays open so long for the next request: thousands of tokens of one host are renewed one after the other. Servers wait longer before they close one, so none is used at the moment in which it is closed. */
const keptMs = 1000;
const mostAgents = 16;

type Given = (error: Error | null, socket: Duplex) => void;
type RealAgent = (http.Agent | https.Agent) & {
	readonly addRequest: (request: http.ClientRequest, options: object) => void;
	readonly protocol: string;
	readonly defaultPort: number;
};
type Watch = (request: http.ClientRequest) => void;

/** An agent for one request, whose connection to the host of `url` is dialled here, or was before: proxy, CA, deadline, abort and a cap on what is sent back. Its errors are `Failed`, or the reason of the abort. Destroy a request whose answer was not read to its end. */
export type Agents = (url: string, network: Network, call: Call, watch?: Watch) => http.Agent;

/** Connections are shared by requests to the same host over the same network. */
export function createAgents(): Agents {
	const agents = new Map<string, RealAgent>();

	function agentOf(url: URL, network: Network): RealAgent {
		const {caFile, proxy} = network;
		const key = JSON.stringify([url.origin, caFile, proxy]);
		const known = agents.get(key);
		if (known) return known;
		if (agents.size >= mostAgents) {
			for (const [old, agent] of agents) if (isAtRest(agent)) agents.delete(old);
		}
		const made = createAgent(url, network);
		agents.set(key, made);
		return made;
	}

	return (text, network, call, watch) => {
		const url = new URL(text);
		const real = agentOf(url, network);
		const {protocol, defaultPort} = real;
		const at = atOf(destinationOf(url));
		// The library clones its options deeply, and a cloned agent no longer knows its sockets; functions stay themselves.
		return {
			protocol,
			defaultPort,
			keepAlive: true,
			addRequest(request: http.ClientRequest, options: object) {
				request.once('socket', socket => limitFor(request, socket, at));
				watch?.(request);
				real.addRequest(request, {...options, call});
			},
		} as unknown as http.Agent;
	};
}

const isAtRest = ({sockets, freeSockets, requests}: http.Agent) =>
	[sockets, freeSockets, requests].every(some => Object.keys(some).length === 0);

function createAgent(url: URL, network: Network): RealAgent {
	const {host, port, isSecure} = destinationOf(url);
	const Agent = isSecure ? https.Agent : http.Agent;
	const agent = new Agent({keepAlive: true, timeout: keptMs});
	agent.createConnection = (options: unknown, given?: Given): undefined => {
		const {call} = options as {readonly call: Call};
		void dial({host, port, isSecure}, network, call).then(
			socket => given?.(null, socket),
			// A failed connection has no socket to give.
			(error: unknown) => (given as ((error: unknown) => void) | undefined)?.(error),
		);
		return undefined;
	};
	return agent as unknown as RealAgent;
}

function limitFor(request: http.ClientRequest, socket: Socket, at: string) {
	const letGo = limitBytes(socket, maxBytes, {stage: 'network', at});
	request.once('close', letGo);
}

export function destinationOf({protocol, hostname, port}: URL) {
	const isSecure = protocol !== 'http:';
	return {
		host: hostname.replace(/^\[|\]$/g, ''),
		port: port === '' ? (isSecure ? 443 : 80) : Number(port),
		isSecure,
	};
}
