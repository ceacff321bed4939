import {homedir, hostname} from 'node:os';
import path from 'node:path';
import {isSea} from 'node:sea';
import type {Audit} from './audit-port.js';
import {audited} from './audited.js';
import {createCertificates} from './certificate/certificates.js';
import {createExtraview} from './create-extraview.js';
import {createMail} from './mail/mail.js';
import {hostCommand} from './notify/host-command.js';
import {createOAuth} from './oauth/oauth.js';
import type {PracticeServers} from './practice/start-practice.js';
import {ownCommand} from './programs/own-command.js';
import {createPrograms} from './programs/programs.js';
import {providers} from './providers/providers.js';
import type {Services} from './services.js';
import {usualDirectory} from './storage/config-directory.js';
import {handedKey} from './storage/handed-key.js';
import type {KeySource} from './storage/key-source.js';
import {readTextFile} from './storage/read-text-file.js';
import {openStores} from './storage/stores.js';
import {replaceTextFile, writeTextFile} from './storage/write-text-file.js';
import {createTerminal} from './terminal/terminal.js';
import {userName} from './user-name.js';
import {createWebServer} from './web-server/web-server.js';

/** Wires every port once. With practice servers, the providers are theirs. */
export function createServices({
	directory,
	key,
	audit = () => {},
	stores,
	practice,
}: {
	readonly directory: string;
	/** Opens the secrets; the file `key` in the directory unless given. */
	readonly key?: KeySource;
	/** Where the use of secrets is written down; nowhere unless given. */
	readonly audit?: Audit;
	/** Those on another host; the ones in the directory unless given. `address` is told to programs that ask for a token, where nobody keeps it for them. */
	readonly stores?: Pick<Services, 'grants' | 'secrets' | 'notify'> & {readonly address?: string};
	readonly practice?: PracticeServers;
}): Services {
	const now = () => Date.now();
	const home = process.env.HOME || homedir();
	const usual = usualDirectory(home);
	const file = isSea() ? undefined : process.argv[1];
	const own = {execPath: process.execPath, file, directory, store: stores?.address};
	const services: Services = {
		now,
		host: {
			name: hostname(),
			user: userName(),
			command: hostCommand({
				directory: path.resolve(directory),
				usual: path.resolve(usual),
				stateDirectory: process.env.STATE_DIRECTORY,
			}),
		},
		audit,
		providers: practice?.providers ?? providers,
		...(stores
			? {grants: stores.grants, secrets: stores.secrets, notify: stores.notify}
			: openStores({directory, now, key})),
		oauth: createOAuth({now}),
		certificates: createCertificates(),
		mail: createMail(),
		terminal: createTerminal({
			environment: process.env,
			stdout: process.stdout,
			stdin: process.stdin,
			user: userName(),
			hostname: hostname(),
		}),
		extraview: createExtraview({directory, now}),
		webServer: createWebServer({now, places: practice?.apache.places}),
		programs: createPrograms({
			// Programs that ask for a token are started with little more than a home.
			own: ownCommand({...own, usual}),
			ownAsRoot: [
				...(process.getuid?.() === 0 ? [] : ['runuser', '-u', userName(), '--']),
				...ownCommand(own),
			],
			handedKey: () => handedKey(directory),
			home,
		}),
		readFile: readTextFile,
		writeFile: writeTextFile,
		replaceFile: replaceTextFile,
		practice: practice?.practice,
	};
	return audited(services, audit);
}
