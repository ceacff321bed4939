import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {freePorts} from '../../helpers/free-ports.js';
import {startServer} from './server-process.js';

export type Tomcat = {
	/** AJP on 127.0.0.1. */
	readonly port: number;
	readonly secret: string;
	readonly stop: () => Promise<void>;
};

export const tomcatHome = '/usr/share/tomcat10';

/** A Tomcat with an `evj` of its own, which has a page OAuth2 and starts a session for it, by AJP with a secret. */
export async function startTomcat(directory: string): Promise<Tomcat> {
	const [port = 0] = await freePorts(1);
	const secret = 'ajp-secret-of-the-rig';
	const file = (name: string) => join(directory, name);
	for (const name of ['conf', 'logs', 'temp', 'work', 'webapps/evj/WEB-INF']) {
		mkdirSync(file(name), {recursive: true});
	}
	writeFileSync(
		file('conf/server.xml'),
		`<Server port="-1">
	<Service name="Catalina">
		<Connector port="${port}" protocol="AJP/1.3" address="127.0.0.1" secret="${secret}" secretRequired="true"/>
		<Engine name="Catalina" defaultHost="localhost">
			<Host name="localhost" appBase="webapps" autoDeploy="false"/>
		</Engine>
	</Service>
</Server>
`,
	);
	// The filter starts a session for its entry points, as any page of an application does.
	writeFileSync(
		file('webapps/evj/WEB-INF/web.xml'),
		`<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
	<servlet>
		<servlet-name>default</servlet-name>
		<servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
	</servlet>
	<servlet-mapping>
		<servlet-name>default</servlet-name>
		<url-pattern>/</url-pattern>
	</servlet-mapping>
	<filter>
		<filter-name>session</filter-name>
		<filter-class>org.apache.catalina.filters.CsrfPreventionFilter</filter-class>
		<init-param>
			<param-name>entryPoints</param-name>
			<param-value>/OAuth2</param-value>
		</init-param>
	</filter>
	<filter-mapping>
		<filter-name>session</filter-name>
		<url-pattern>/OAuth2</url-pattern>
	</filter-mapping>
</web-app>
`,
	);
	writeFileSync(file('webapps/evj/OAuth2'), 'ExtraView of the rig\n');
	const said = () => {
		try {
			return readFileSync(file('logs/catalina.log'), 'utf8').slice(-2000);
		} catch {
			return '';
		}
	};
	const server = await startServer({
		command: 'java',
		args: [
			...['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
			`-Dcatalina.home=${tomcatHome}`,
			`-Dcatalina.base=${directory}`,
			`-Djava.io.tmpdir=${file('temp')}`,
			...['-cp', `${tomcatHome}/bin/bootstrap.jar:${tomcatHome}/bin/tomcat-juli.jar`],
			...['org.apache.catalina.startup.Bootstrap', 'start'],
		],
		listensOn: [{host: '127.0.0.1', port}],
		lastWords: said,
	});
	return {port, secret, stop: server.stop};
}
