import type {FoundServer} from '../web-server-port.js';
import {exists} from './find-apache.js';
import {processesWith} from './processes.js';

type Other = Exclude<FoundServer, {readonly is: 'apache'}>;

/** What stands here where no Apache httpd does. */
export async function otherServer(platform: string = process.platform): Promise<Other> {
	if (platform === 'win32') return iis;
	if (await isHere(['nginx'], ['/etc/nginx/nginx.conf', '/usr/local/nginx/conf/nginx.conf'])) {
		return nginx;
	}
	const isTomcat = await isHere(
		['org.apache.catalina.startup.Bootstrap'],
		['/etc/tomcat', '/etc/tomcat9', '/etc/tomcat10', '/opt/tomcat', '/usr/share/tomcat'],
	);
	return isTomcat ? tomcat : none;
}

async function isHere(programs: readonly string[], files: readonly string[]): Promise<boolean> {
	if ((await processesWith(programs)).length > 0) return true;
	for (const file of files) if (await exists(file)) return true;
	return false;
}

const probe = 'See whether the redirect URI arrives all the same: mailgrant probe NAME';
const named = 'If there is an Apache here, name its file: mailgrant mounts --apache-config FILE';

const nginx: Other = {
	is: 'nginx',
	sentence:
		'nginx is the web server here, and no Apache. It knows no JkMount lines: the path has to be in a location that is passed to Tomcat.',
	nextSteps: [
		probe,
		'If it does not: look for the location of the instance’s other pages in nginx.conf, and see that it takes /INSTANCE/OAuth2 too. Letter case counts.',
		named,
	],
};

const iis: Other = {
	is: 'iis',
	sentence:
		'This is Windows, where IIS may be the web server. Its connector has rules of its own, which are not read here.',
	nextSteps: [
		probe,
		'If it does not: let the connector pass /INSTANCE/OAuth2 and what is under it to Tomcat.',
		named,
	],
};

const tomcat: Other = {
	is: 'tomcat',
	sentence:
		'Tomcat is here, and no web server in front of it on this host. Where Tomcat itself answers the base URL, no mount points are needed.',
	nextSteps: [
		probe,
		'If it does not: the web server in front stands on another host. Run mailgrant mounts there.',
		named,
	],
};

const none: Other = {
	is: 'none',
	sentence:
		'There are no files of a web server here. ExtraView is on another host, or hosted for you.',
	nextSteps: [
		probe,
		'If it does not: run mailgrant mounts on the host of the web server. Where ExtraView is hosted, ask its support to let the redirect URI through.',
		named,
	],
};
