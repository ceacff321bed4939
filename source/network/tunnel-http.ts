import type {Socket} from 'node:net';
import {isIP} from 'node:net';
import type {Call} from '../call.js';
import {clean} from '../clean.js';
import {Failed, failedBy} from './failed.js';
import type {ProxyServer} from './proxy.js';
import {wait} from './wait.js';

/** No proxy has more to say before the tunnel stands. */
const maxHeadBytes = 16_384;

/** Asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6). What comes behind the answer stays in the socket: mail servers speak first. */
export async function tunnelHttp(
	socket: Socket,
	proxy: ProxyServer,
	{host, port, at}: {readonly host: string; readonly port: number; readonly at: string},
	call: Call,
): Promise<void> {
	const about = {stage: 'network', at} as const;
	const where = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
	const credentials = Buffer.from(`${proxy.user ?? ''}:${proxy.password ?? ''}`).toString('base64');
	const head = await wait<string>(
		call,
		{...about, what: `the proxy was asked for a tunnel to ${at}`},
		({resolve, reject}) => {
			let bytes = Buffer.alloc(0);
			const onReadable = () => {
				for (;;) {
					const chunk: unknown = socket.read();
					if (!Buffer.isBuffer(chunk)) return;
					bytes = Buffer.concat([bytes, chunk]);
					const end = bytes.indexOf('\r\n\r\n');
					if (end !== -1) {
						stopReading();
						const rest = bytes.subarray(end + 4);
						if (rest.length > 0) socket.unshift(rest);
						resolve(bytes.subarray(0, end).toString('latin1'));
						return;
					}
					if (bytes.length > maxHeadBytes) {
						reject(refusal(at, 'The proxy answers with more than an answer', 'PROXY_PROTOCOL'));
						return;
					}
				}
			};
			const onError = (error: Error) => reject(failedBy(error, about));
			const onEnd = () =>
				reject(refusal(at, 'The proxy closed the connection without an answer', 'ECONNRESET'));
			const stopReading = () => {
				socket.off('readable', onReadable);
				socket.off('error', onError);
				socket.off('end', onEnd);
				socket.off('close', onEnd);
			};
			socket.on('readable', onReadable);
			socket.on('error', onError);
			socket.on('end', onEnd);
			socket.on('close', onEnd);
			socket.write(
				[
					`CONNECT ${where} HTTP/1.1`,
					`Host: ${where}`,
					...(proxy.user === undefined ? [] : [`Proxy-Authorization: Basic ${credentials}`]),
					'\r\n',
				].join('\r\n'),
			);
			return stopReading;
		},
	);
	const [statusLine = ''] = head.split('\r\n');
	const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(statusLine)?.[1];
	if (status === undefined) {
		throw refusal(at, 'The proxy does not answer as an HTTP proxy', 'PROXY_PROTOCOL');
	}
	if (status.startsWith('2')) return;
	const said = clean(statusLine, 200);
	if (status === '407') {
		throw refusal(
			at,
			`The proxy wants a user name and password: ${said}. Enter it as http://USER:PASSWORD@HOST:PORT.`,
			'PROXY_AUTH_REQUIRED',
		);
	}
	throw refusal(at, `The proxy refuses a tunnel to ${where}: ${said}`, 'PROXY_REFUSED');
}

const refusal = (at: string, message: string, code: string) =>
	new Failed({stage: 'network', at, message, code});
