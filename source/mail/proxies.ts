import {Failed} from '../network/failed.js';
import {describeProxy, type Environment, proxyFor} from '../network/proxy.js';
import type {Network} from '../providers/settings.js';

/** What is in force for at least one of the hosts (HOST:PORT), each once; user info left out. */
export function proxies(
	network: Network,
	hosts: readonly string[],
	environment: Environment = process.env,
): readonly string[] {
	const found = hosts.flatMap(text => {
		const colon = text.lastIndexOf(':');
		const host = text.slice(0, colon).replace(/^\[|\]$/g, '');
		try {
			const proxy = proxyFor(host, Number(text.slice(colon + 1)), network, environment);
			return proxy ? [describeProxy(proxy)] : [];
		} catch (error) {
			// The probe of the same host says what is wrong with it.
			if (error instanceof Failed) return [];
			throw error;
		}
	});
	return [...new Set(found)];
}
