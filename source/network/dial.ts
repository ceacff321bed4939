import {isIP, type Socket} from 'node:net';
import type {Call} from '../call.js';
import type {Network} from '../providers/settings.js';
import {connect} from './connect.js';
import {type Layers, unseenLayers} from './layers.js';
import {describeAddresses, lookUp} from './look-up.js';
import {describeProxy, type ProxyServer, proxyFor} from './proxy.js';
import {describeTls, secure} from './secure.js';
import {tunnelHttp} from './tunnel-http.js';
import {tunnelSocks} from './tunnel-socks.js';

export type Destination = {
	readonly host: string;
	readonly port: number;
	/** TLS from the first byte. */
	readonly isSecure: boolean;
};

/** The one way out: name, proxy if there is one, connection, TLS if wanted. Throws Failed; an abort rejects with its reason. Nothing is left open then. */
export async function dial(
	destination: Destination,
	network: Network,
	call: Call,
	layers: Layers = unseenLayers,
): Promise<Socket> {
	const at = atOf(destination);
	const proxy = await proxyOf(destination, network, layers);
	const socket = proxy
		? await dialThrough(proxy, {...destination, at}, network, call, layers)
		: await dialDirectly({...destination, at}, call, layers);
	if (!destination.isSecure) return socket;
	return layers.run('TLS', async tell => {
		const secured = await secure(socket, {host: destination.host, at}, network, call);
		if (!layers.isUnseen) tell(...describeTls(secured));
		return secured;
	});
}

/** HOST:PORT; IPv6 in brackets. */
export const atOf = ({host, port}: Pick<Destination, 'host' | 'port'>) =>
	`${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

/** A proxy that can't be understood fails as a layer, as all else does. */
async function proxyOf({host, port}: Destination, network: Network, layers: Layers) {
	try {
		return proxyFor(host, port, network);
	} catch (error) {
		return layers.run('proxy', async () => {
			throw error;
		});
	}
}

type Place = Destination & {readonly at: string};

async function dialDirectly({host, port, at}: Place, call: Call, layers: Layers): Promise<Socket> {
	const addresses = await layers.run('name', async tell => {
		const found = await lookUp(host, at, call);
		tell(describeAddresses(found));
		return found;
	});
	return layers.run('connect', async tell => {
		const socket = await connect({host, port, addresses}, at, call);
		if (addresses.length > 1) tell(socket.remoteAddress ?? '');
		return socket;
	});
}

async function dialThrough(
	proxy: ProxyServer,
	{host, port, at}: Place,
	network: Network,
	call: Call,
	layers: Layers,
): Promise<Socket> {
	const proxyAt = atOf(proxy);
	// The name that this host has to know: its own destination's only where the proxy wants an address.
	const {addresses, target} = await layers.run('name', async tell => {
		const found = await lookUp(proxy.host, proxyAt, call);
		if (proxy.looksUp) {
			tell(`proxy ${describeAddresses(found)}`);
			return {addresses: found, target: host};
		}
		const targets = await lookUp(host, at, call);
		tell(describeAddresses(targets));
		// SOCKS4 has no IPv6 addresses; elsewhere IPv4 is what a proxy surely reaches.
		const chosen = targets.find(({family}) => family === 4) ?? targets[0];
		return {addresses: found, target: chosen?.address ?? host};
	});
	const socket = await layers.run('proxy', async tell => {
		const place = {host: proxy.host, port: proxy.port, addresses};
		const connected = await connect(place, proxyAt, call);
		tell(describeProxy(proxy));
		if (!proxy.isSecure) return connected;
		return secure(connected, {host: proxy.host, at: proxyAt}, network, call);
	});
	return layers.run('connect', async tell => {
		try {
			const tunnel = proxy.kind === 'http' ? tunnelHttp : tunnelSocks;
			await tunnel(socket, proxy, {host: target, port, at}, call);
			tell('through the proxy');
			return socket;
		} catch (error) {
			socket.destroy();
			throw error;
		}
	});
}
