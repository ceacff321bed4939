import {type LookupAddress, lookup} from 'node:dns';
import {isIP} from 'node:net';
import type {Call} from '../call.js';
import {Failed, failedBy} from './failed.js';
import {wait} from './wait.js';

/** All addresses of a host, in the order in which the system wants them tried; it asks what the system's own programs ask, /etc/hosts included. */
export async function lookUp(host: string, at: string, call: Call): Promise<LookupAddress[]> {
	const family = isIP(host);
	if (family !== 0) return [{address: host, family}];
	const about = {stage: 'network', at} as const;
	const addresses = await wait<LookupAddress[]>(
		call,
		{...about, what: `DNS was asked for ${host}`},
		({resolve, reject}) => {
			let isOver = false;
			// getaddrinfo can't be stopped; whatever it says after the wait is over is dropped.
			lookup(host, {all: true}, (error, found) => {
				if (isOver) return;
				if (error) reject(failedBy(error, about));
				else resolve(found);
			});
			return () => {
				isOver = true;
			};
		},
	);
	if (addresses.length > 0) return addresses;
	throw new Failed({...about, message: `No address for ${host}`, code: 'ENOTFOUND'});
}

/** The first three, and how many more there are. */
export function describeAddresses(addresses: readonly LookupAddress[]): string {
	const shown = addresses.slice(0, 3).map(({address}) => address);
	const more = addresses.length - shown.length;
	return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
