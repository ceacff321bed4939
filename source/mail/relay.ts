import {isIP} from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type {Failure} from '../diagnosis/diagnosis.js';
import type {Mail} from '../mail-port.js';
import {atOf, dial} from '../network/dial.js';
import {Failed, failedBy} from '../network/failed.js';
import {trackLayers} from '../network/layers.js';
import {wait} from '../network/wait.js';
import {compose} from './compose.js';
import {clientName} from './smtp-talk.js';

/** Hands a message to a server that takes it without a sign-in (RFC 5321). There is no secret to guard, so that TLS is taken as it comes, whoever vouches for it (RFC 7435); on this host none is needed. */
export const relay: Mail['relay'] = async ({host, port}, message, call) => {
	const layers = trackLayers(call.onLayers);
	const about = {stage: 'send', at: atOf({host, port}), protocol: 'smtp'} as const;
	const isHere = /^(?:localhost|127\.[\d.]+|::1)$/i.test(host);
	try {
		const composed = await compose(message);
		const socket = await dial({host, port, isSecure: false}, {proxy: 'none'}, call, layers);
		const connection = new SMTPConnection({
			host,
			port,
			connection: socket,
			secure: port === submissions,
			ignoreTLS: isHere,
			tls: {rejectUnauthorized: false, ...(isIP(host) === 0 && {servername: host})},
			name: clientName(socket),
			maxResponseSize: 100_000,
			socketCloseTimeout: 0,
		});
		try {
			await layers.run('message', async tell => {
				const response = await wait<string>(
					call,
					{...about, what: 'the relay was waited for'},
					({resolve, reject}) => {
						const fail = (error: unknown) => reject(explained(error, about));
						connection.on('error', fail);
						connection.once('end', () => fail(new Error('The connection was closed')));
						connection.connect(error => {
							if (error) return fail(error);
							const {from, to} = message;
							connection.send({from, to}, composed.raw, (problem, info) =>
								problem ? fail(problem) : resolve(info?.response ?? ''),
							);
						});
						return () => {};
					},
				);
				tell(response);
			});
			return {layers: layers.list(), messageId: composed.messageId};
		} finally {
			connection.quit();
			connection.close();
			socket.destroy();
		}
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		return {layers: layers.list(), failure: error.failure};
	}
};

/** TLS from the first byte (RFC 8314 §3.3). */
const submissions = 465;

/** What the server said, or the system. */
function explained(error: unknown, about: Pick<Failure, 'stage' | 'at' | 'protocol'>): Failed {
	if (!(error instanceof Error) || !('response' in error)) return failedBy(error, about);
	const {response} = error;
	if (typeof response !== 'string') return failedBy(error, about);
	const replyCode = /^\d{3}/.exec(response)?.[0];
	return new Failed({
		...about,
		message: response,
		smtp: {replyCode: replyCode === undefined ? undefined : Number(replyCode)},
	});
}
