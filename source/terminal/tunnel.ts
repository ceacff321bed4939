import {isIP} from 'node:net';
import {clean} from '../clean.js';
import {shellQuote} from '../shell-quote.js';
import type {Ancestor} from './ancestors.js';
import type {Environment} from './environment.js';
import {isRemote} from './session.js';

export type TunnelFacts = {
	/** The callback port on this host. */
	readonly port: number;
	readonly environment: Environment;
	/** Who runs this program. */
	readonly user: string;
	readonly hostname: string;
	/** The processes above, the closest first. */
	readonly ancestors: readonly Ancestor[];
	/** SSH_CONNECTION of whoever is attached to tmux now; in the environment stands who started the pane. */
	readonly attached?: {readonly value?: string};
};

type Connection = {
	readonly client: string;
	readonly server: string;
	readonly serverPort: number;
	/** Of the process that knows of the connection. */
	readonly environment: Environment;
};

/** The line to run on the admin's own machine, so that its browser reaches the callback port here; undefined when this is no SSH session. What can't be known stands in angle brackets. */
export function tunnelLine(facts: TunnelFacts): string | undefined {
	const {port, environment, ancestors, attached} = facts;
	if (attached && attached.value === undefined) return undefined;
	const connection = connectionOf(facts);
	if (!connection && !attached && !isRemote(environment, ancestors)) return undefined;
	const host = connection
		? hostOf(connection, facts.hostname)
		: (fullName(facts.hostname) ?? '<host>');
	const sshPort = connection && connection.serverPort !== 22 ? [`-p ${connection.serverPort}`] : [];
	const destination = `${quoted(loginUser(facts, connection))}@${host}`;
	return ['ssh', `-L ${port}:localhost:${port}`, ...sshPort, destination].join(' ');
}

// sudo and su drop SSH_CONNECTION; a shell above still has it.
function connectionOf({environment, ancestors, attached}: TunnelFacts): Connection | undefined {
	for (const candidate of [environment, ...ancestors.map(ancestor => ancestor.environment)]) {
		const text = candidate?.SSH_CONNECTION && (attached?.value ?? candidate.SSH_CONNECTION);
		const parsed = candidate && parseConnection(text, candidate);
		if (parsed) return parsed;
	}
	return parseConnection(attached?.value, environment);
}

// sshd(8): client address, client port, server address, server port.
function parseConnection(
	text: string | undefined,
	environment: Environment,
): Connection | undefined {
	const parts = text?.trim().split(/\s+/) ?? [];
	const [client = '', , server = '', port = ''] = parts;
	const serverPort = Number(port);
	if (parts.length !== 4 || !isAddress(client) || !isAddress(server)) return undefined;
	if (!/^\d{1,5}$/.test(port) || serverPort < 1 || serverPort > 65_535) return undefined;
	return {client: unmapped(client), server: unmapped(server), serverPort, environment};
}

function hostOf({client, server}: Connection, hostname: string): string {
	const name = fullName(hostname);
	if (name) return name;
	// A link-local address carries the name of an interface, which is another one over there.
	if (server.includes('%') || isLoopback(server)) return '<host>';
	// Addresses were translated on the way, so this one can't be reached from there.
	if (isPrivate(server) && !isPrivate(client)) return '<host>';
	return server;
}

/** A host name with a domain that others can resolve. */
function fullName(hostname: string): string | undefined {
	const name = clean(hostname, 255).toLowerCase().replace(/\.$/, '');
	if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name) || isIP(name) !== 0) return undefined;
	return /\.(localdomain|local|internal|lan|home|localhost)$/.test(name) ? undefined : name;
}

// Who logged in by SSH, which is not root just because sudo or su came after.
function loginUser({environment, user}: TunnelFacts, connection: Connection | undefined): string {
	const before = environment.SUDO_USER ?? environment.DOAS_USER;
	if (before) return before;
	if (connection && connection.environment !== environment) {
		return connection.environment.LOGNAME ?? connection.environment.USER ?? user;
	}
	if (user === 'root' && environment.LOGNAME) return environment.LOGNAME;
	return user;
}

const quoted = (user: string) => {
	const name = clean(user, 100);
	return name === '' ? '<user>' : shellQuote(name);
};

const isAddress = (text: string) => isIP(text) !== 0;

// An IPv4 connection to an IPv6 socket.
const unmapped = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

const isLoopback = (address: string) => address === '::1' || address.startsWith('127.');

// RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291.
const isPrivate = (address: string) =>
	isLoopback(address) ||
	/^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
		address,
	) ||
	/^(f[cd]|fe[89ab])/i.test(address);
