import {SMTPServer} from 'smtp-server';
import {onTestFinished} from 'vitest';

/** A server that takes mail without a sign-in, as one on port 25 does; ends with the test. */
export async function openRelay({
	refuses,
	port = 0,
	taking = async () => {},
}: {
	readonly refuses?: string;
	/** The system's choice unless given. */
	readonly port?: number;
	/** Done with each message before it counts as taken. */
	readonly taking?: () => Promise<void>;
} = {}) {
	const messages: {readonly from: string; readonly to: readonly string[]; readonly raw: string}[] =
		[];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['AUTH'],
		disableReverseLookup: true,
		logger: false,
		onRcptTo: (_, __, callback) =>
			callback(
				refuses === undefined ? undefined : Object.assign(new Error(refuses), {responseCode: 550}),
			),
		onData(stream, {envelope}, callback) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', async () => {
				await taking();
				const {mailFrom, rcptTo} = envelope;
				messages.push({
					from: mailFrom === false ? '' : mailFrom.address,
					to: rcptTo.map(({address}) => address),
					raw: Buffer.concat(chunks).toString(),
				});
				callback();
			});
		},
	});
	server.on('error', () => {});
	await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
	onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
	const address = server.server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {at: `127.0.0.1:${address.port}`, port: address.port, messages};
}
