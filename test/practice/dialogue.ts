import {connect as connectPlain, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {onTestFinished} from 'vitest';
import type {PracticeServers} from '../../source/practice/start-practice.js';
import {portOf} from './client.js';

/** A line protocol spoken by hand; ends with the test. */
export type Dialogue = {
	/** Sends a line and gives what has come when the pattern is found in it. */
	readonly say: (line: string, until: RegExp) => Promise<string>;
	/** What has come, and comes, until the pattern is found in it. Rejects when the connection ends before. */
	readonly hear: (until: RegExp) => Promise<string>;
	readonly startTls: () => Promise<void>;
	/** Resolves with all that came before the connection ended. */
	readonly end: () => Promise<string>;
	/** What the connection failed with, once it has. */
	readonly error: () => NodeJS.ErrnoException | undefined;
};

export async function dialogue(
	servers: PracticeServers,
	endpoint: string,
	security: 'tls' | 'plain' = 'tls',
): Promise<Dialogue> {
	const address = {host: '127.0.0.1', port: portOf(endpoint)};
	const tls = {ca: servers.ca, servername: 'localhost'};
	let socket: Socket =
		security === 'tls' ? connectTls({...address, ...tls}) : connectPlain(address);
	onTestFinished(() => {
		socket.destroy();
	});
	let heard = '';
	let isEnded = false;
	let wake = () => {};
	const onData = (chunk: Buffer) => {
		heard += chunk.toString('latin1');
		wake();
	};
	let failure: NodeJS.ErrnoException | undefined;
	const onError = (error: Error) => {
		failure = error;
		onEnd();
	};
	const onEnd = () => {
		isEnded = true;
		wake();
	};
	const attach = () => {
		socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
	};
	attach();
	const more = () =>
		new Promise<void>(resolve => {
			wake = resolve;
		});
	const hear = async (until: RegExp) => {
		while (!until.test(heard)) {
			if (isEnded) throw new Error(`The connection ended after ${JSON.stringify(heard)}`);
			await more();
		}
		const found = heard;
		heard = '';
		return found;
	};
	return {
		hear,
		say: (line, until) => {
			socket.write(`${line}\r\n`, 'latin1');
			return hear(until);
		},
		startTls: async () => {
			socket.removeAllListeners();
			socket = connectTls({socket, ...tls});
			attach();
			await new Promise((resolve, reject) => {
				socket.once('secureConnect', resolve);
				socket.once('error', reject);
			});
		},
		error: () => failure,
		end: async () => {
			while (!isEnded) await more();
			return heard;
		},
	};
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

export const xoauth2 = (user: string, token: string) =>
	base64(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`);

export const oauthBearer = (user: string, token: string) =>
	base64(`n,a=${user},\u0001host=localhost\u0001port=1\u0001auth=Bearer ${token}\u0001\u0001`);
