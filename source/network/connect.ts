import type {LookupAddress} from 'node:dns';
import {connect as connectSocket, type Socket} from 'node:net';
import type {Call} from '../call.js';
import {failedBy} from './failed.js';
import {wait} from './wait.js';

/** A TCP connection to whichever of the addresses answers (happy eyeballs, RFC 8305). */
export function connect(
	{
		host,
		port,
		addresses,
	}: {readonly host: string; readonly port: number; readonly addresses: readonly LookupAddress[]},
	at: string,
	call: Call,
): Promise<Socket> {
	const about = {stage: 'network', at} as const;
	return wait<Socket>(call, {...about, what: `connecting to ${at}`}, ({resolve, reject}) => {
		const socket = connectSocket({
			host,
			port,
			autoSelectFamily: true,
			// Node's 250 ms would give up every address but the last of a host that is far away.
			autoSelectFamilyAttemptTimeout: attemptMs(call.timeoutMs, addresses.length),
			lookup(_host, options, callback) {
				const [first] = addresses;
				if (options.all || !first) callback(null, [...addresses]);
				else callback(null, first.address, first.family);
			},
		});
		let isConnected = false;
		const onError = (error: Error) => reject(failedBy(error, about));
		const onConnect = () => {
			isConnected = true;
			socket.setNoDelay(true);
			resolve(socket);
		};
		socket.on('error', onError);
		socket.once('connect', onConnect);
		return () => {
			socket.off('connect', onConnect);
			if (!isConnected) socket.destroy();
			// A late error of a socket that nobody waits for is no event.
			socket.on('error', ignore);
			socket.off('error', onError);
		};
	});
}

const attemptMs = (timeoutMs: number, count: number) =>
	Math.max(250, Math.min(1000, Math.floor(timeoutMs / (count + 1))));

/** Every socket keeps one error listener for its whole life, since an error without one ends the program. */
export const ignore = () => {};
