import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {createCertificates} from '../../source/practice/certificates.js';
import {randomText} from '../helpers/fill-store.js';

/** A token endpoint that gives what it is asked for, without a look at it. */
export async function tokenServer({latencyMs = 0}: {readonly latencyMs?: number} = {}) {
	const certificates = await createCertificates(Date.now());
	const {key, cert} = certificates.of('good');
	let requests = 0;
	const server = createServer({key, cert}, (request, response) => {
		request.resume();
		request.on('end', () => {
			requests++;
			const answer = JSON.stringify({
				token_type: 'Bearer',
				expires_in: 3600,
				access_token: randomText(1800),
				refresh_token: randomText(1100),
			});
			response.setHeader('content-type', 'application/json');
			setTimeout(() => response.end(answer), latencyMs);
		});
	}).listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as AddressInfo;
	return {
		ca: certificates.ca,
		/** Of a grant that asks it. */
		fields: {
			authorizeUrl: `https://localhost:${port}/authorize`,
			tokenUrl: `https://localhost:${port}/token`,
			imap: 'localhost:993',
			smtp: 'localhost:465',
		},
		requests: () => requests,
		close() {
			server.closeAllConnections();
			return new Promise(resolve => server.close(resolve));
		},
	};
}
