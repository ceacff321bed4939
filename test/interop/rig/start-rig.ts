import {accessSync, chmodSync, constants, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {freePorts} from '../../helpers/free-ports.js';
import {type AuthorizationServer, startAuthorizationServer} from './authorization-server.js';
import {createCertificates} from './certificates.js';
import {type Dovecot, type Mechanisms, startDovecot} from './dovecot.js';
import {type Postfix, startPostfix} from './postfix.js';

export type Rig = {
	readonly directory: string;
	/** Path of the PEM file of the authority above every server. */
	readonly ca: string;
	readonly mailbox: string;
	/** Somebody else at the same servers. */
	readonly stranger: string;
	readonly redirectUri: string;
	readonly callbackPort: number;
	readonly authorization: AuthorizationServer;
	readonly dovecot: Dovecot;
	readonly postfix: Postfix;
	readonly lmtpSocket: string;
	/** A new directory of its own, which the servers’ users may enter. */
	readonly part: (name: string) => string;
	/** Stops every server that still runs and removes the directory. */
	readonly stop: () => Promise<void>;
};

/** Why the servers cannot be run here; undefined when they can. */
export function whyNoRig(): string | undefined {
	if (process.getuid?.() !== 0) return 'Postfix and Dovecot are started by root only';
	const programs = [
		'/usr/sbin/dovecot',
		'/usr/lib/dovecot/lmtp',
		'/usr/lib/dovecot/pop3',
		'/usr/sbin/postfix',
	];
	const missing = programs.find(program => !isExecutable(program));
	return missing && `${missing} is not installed`;
}

/** Authorization server, Dovecot and Postfix on free loopback ports, in a directory of their own. */
export async function startRig({
	mechanisms = 'xoauth2 oauthbearer',
	postfixSettings,
}: {
	readonly mechanisms?: Mechanisms;
	/** Of Postfix's main.cf, over the usual ones. */
	readonly postfixSettings?: Readonly<Record<string, string>>;
} = {}): Promise<Rig> {
	// Not under TMPDIR: a Unix socket's path has to stay below some 100 characters, Postfix' below 60.
	const directory = mkdtempSync('/tmp/mg-');
	// The servers' own users pass through.
	chmodSync(directory, 0o755);
	const started: {stop: () => Promise<void>}[] = [];
	const keep = <Server extends {stop: () => Promise<void>}>(server: Server): Server => {
		started.push(server);
		return server;
	};
	const stop = async () => {
		const ends = await Promise.allSettled(started.splice(0).map(server => server.stop()));
		rmSync(directory, {recursive: true, force: true, maxRetries: 5});
		for (const end of ends) if (end.status === 'rejected') throw end.reason;
	};
	try {
		const part = (name: string) => {
			mkdirSync(join(directory, name), {mode: 0o755});
			return join(directory, name);
		};
		const domain = 'example.test';
		const mailbox = `evmail@${domain}`;
		const stranger = `other@${domain}`;
		const accounts = [mailbox, stranger];
		const certificates = await createCertificates(part('tls'));
		const [callbackPort = 0] = await freePorts(1);
		const redirectUri = `http://localhost:${callbackPort}/callback`;
		const authorization = keep(
			await startAuthorizationServer({certificates, accounts, redirectUri}),
		);
		const s = part('s');
		const sockets = {lmtp: join(s, 'lmtp'), sasl: join(s, 'sasl')};
		const dovecot = keep(
			await startDovecot({
				directory: part('d'),
				certificates,
				introspectionUrl: authorization.introspectionUrl,
				accounts,
				sockets,
				mechanisms,
			}),
		);
		const postfix = keep(
			await startPostfix({
				directory: part('p'),
				certificates,
				domain,
				accounts,
				sockets,
				settings: postfixSettings,
			}),
		);
		return {
			directory,
			ca: certificates.ca,
			mailbox,
			stranger,
			redirectUri,
			callbackPort,
			authorization,
			dovecot,
			postfix,
			lmtpSocket: sockets.lmtp,
			part,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
