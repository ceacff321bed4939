import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {freePorts} from '../../helpers/free-ports.js';
import type {Certificates} from './certificates.js';
import {startServer} from './server-process.js';

export type ApacheRig = {
	/** The file that it begins with. */
	readonly configFile: string;
	/** The one with the virtual hosts, as it is included. */
	readonly siteFile: string;
	/** TLS, and without; on 127.0.0.1. */
	readonly ports: {readonly secure: number; readonly plain: number};
	/** Starts it with these virtual hosts and global lines. */
	readonly start: (site: string, global?: string) => Promise<void>;
	/** Writes both without starting. */
	readonly write: (site: string, global?: string) => void;
	/** The lines of a virtual host with TLS. */
	readonly secureHost: (name: string, lines: string) => string;
	readonly stop: () => Promise<void>;
};

export const apacheProgram = '/usr/sbin/apache2';
export const jkModule = '/usr/lib/apache2/modules/mod_jk.so';
const modules = '/usr/lib/apache2/modules';

/** An Apache of its own with mod_jk and mod_proxy_ajp, whose worker `tomcat1` is the Tomcat on `ajp`. */
export async function createApache({
	directory,
	certificates,
	ajp,
}: {
	readonly directory: string;
	readonly certificates: Certificates;
	readonly ajp: {readonly port: number; readonly secret: string};
}): Promise<ApacheRig> {
	const [secure = 0, plain = 0] = await freePorts(2);
	const file = (name: string) => join(directory, name);
	for (const name of ['run', 'sites-enabled', 'htdocs']) mkdirSync(file(name), {recursive: true});
	chmodSync(directory, 0o755);
	const configFile = file('apache2.conf');
	const siteFile = file('sites-enabled/evj.conf');
	const loaded = [
		...['mpm_event', 'authz_core', 'alias', 'rewrite', 'setenvif', 'socache_shmcb', 'ssl'],
		...['macro', 'proxy', 'proxy_ajp', 'jk'],
	];
	writeFileSync(
		file('workers.properties'),
		`worker.list=tomcat1
worker.tomcat1.type=ajp13
worker.tomcat1.host=127.0.0.1
worker.tomcat1.port=${ajp.port}
worker.tomcat1.secret=${ajp.secret}
worker.tomcat1.socket_connect_timeout=2000
`,
	);
	let server: {stop: () => Promise<void>} | undefined;

	function write(site: string, global = '') {
		writeFileSync(
			configFile,
			`ServerRoot "${directory}"
Define PORT ${secure}
PidFile run/apache.pid
DefaultRuntimeDir run
ErrorLog error.log
ServerName localhost
User www-data
Group www-data
${loaded.map(name => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
Listen 127.0.0.1:${secure} https
Listen 127.0.0.1:${plain}
DocumentRoot htdocs
SSLSessionCache none
JkWorkersFile workers.properties
JkShmFile run/jk.shm
JkLogFile jk.log
${global}
IncludeOptional sites-enabled/*.conf
`,
		);
		writeFileSync(siteFile, site);
	}

	async function stop() {
		await server?.stop();
		server = undefined;
	}

	return {
		configFile,
		siteFile,
		ports: {secure, plain},
		write,
		async start(site, global) {
			await stop();
			write(site, global);
			server = await startServer({
				command: apacheProgram,
				args: ['-f', configFile, '-DFOREGROUND'],
				listensOn: [secure, plain].map(port => ({host: '127.0.0.1', port})),
				lastWords: () => {
					try {
						return readFileSync(file('error.log'), 'utf8').slice(-2000);
					} catch {
						return '';
					}
				},
			});
		},
		secureHost: (name, lines) => `<VirtualHost *:\${PORT}>
	ServerName ${name}
	SSLEngine on
	SSLCertificateFile ${certificates.cert}
	SSLCertificateKeyFile ${certificates.key}
${lines.replace(/^(?=.)/gm, '\t')}
</VirtualHost>
`,
		stop,
	};
}
