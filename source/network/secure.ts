import {isIP} from 'node:net';
import type {Duplex} from 'node:stream';
import {connect, type TLSSocket} from 'node:tls';
import {daysLeft} from '../calendar/ending.js';
import type {Call} from '../call.js';
import {counted} from '../counted.js';
import type {Network} from '../providers/settings.js';
import {ignore} from './connect.js';
import {failedBy} from './failed.js';
import type {LayerFacts} from './layers.js';
import {trust} from './trust.js';
import {wait} from './wait.js';

/** TLS over a connection, the certificate verified for `host`. Destroys the connection when it fails. */
export async function secure(
	socket: Duplex,
	{host, at}: {readonly host: string; readonly at: string},
	network: Network,
	call: Call,
): Promise<TLSSocket> {
	const about = {stage: 'tls', at} as const;
	try {
		const secureContext = await trust(network);
		return await wait<TLSSocket>(call, {...about, what: `TLS with ${at}`}, settle => {
			const {resolve, reject} = settle;
			const secured = connect({
				socket,
				host,
				// RFC 6066 §3: an address is no server name.
				...(isIP(host) === 0 && {servername: host}),
				secureContext,
				// Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
				rejectUnauthorized: true,
			});
			let isSecure = false;
			const onError = (error: Error) => reject(failedBy(error, about));
			const onSecure = () => {
				isSecure = true;
				resolve(secured);
			};
			// A connection that the peer closes in order ends without an error where it was wrapped.
			const onClose = () =>
				onError(
					Object.assign(new Error('The connection was closed during the TLS handshake'), {
						code: 'ECONNRESET',
					}),
				);
			secured.on('error', onError);
			secured.once('secureConnect', onSecure);
			secured.once('close', onClose);
			return () => {
				secured.off('secureConnect', onSecure);
				secured.off('close', onClose);
				secured.on('error', ignore);
				secured.off('error', onError);
				if (!isSecure) secured.destroy();
			};
		});
	} catch (error) {
		socket.destroy();
		throw error;
	}
}

/** Such as `1.3, DigiCert Inc, 214 days left`, and when that is. */
export function describeTls(socket: TLSSocket, now = Date.now()): readonly [string, LayerFacts] {
	const version = (socket.getProtocol() ?? '').replace(/^TLSv/, '');
	const certificate = socket.getPeerCertificate();
	const {issuer, valid_to: validTo} = certificate;
	const name = first(issuer?.O) ?? first(issuer?.CN);
	const endsAt = Date.parse(validTo);
	const isKnown = !Number.isNaN(endsAt);
	const left = isKnown ? `${counted(daysLeft({endsAt}, now), 'day')} left` : undefined;
	const parts = [version, name, left].filter(part => part !== undefined && part !== '');
	return [parts.join(', '), isKnown ? {certificateEndsAt: endsAt} : {}];
}

const first = (value: string | readonly string[] | undefined) =>
	typeof value === 'string' ? value : value?.[0];
