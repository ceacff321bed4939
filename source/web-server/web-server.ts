import {classifyAnswer} from '../extraview/mounts/probe-answer.js';
import {lazily} from '../lazily.js';
import type {WebServer} from '../web-server-port.js';
import type {Places} from './find-apache.js';

/** A page is not read further; more is no answer. */
const maxBytes = 2_000_000;

/** The web server of this host. */
export function createWebServer({
	now = () => Date.now(),
	places,
}: {
	/** Milliseconds since 1970. */
	readonly now?: () => number;
	readonly places?: Places;
} = {}): WebServer {
	return {
		async find({configFile}, call) {
			const {findApache, usualPlaces} = await import('./find-apache.js');
			const apache = await findApache(configFile, call, places ?? usualPlaces);
			if (apache) return {is: 'apache', apache};
			const {otherServer} = await import('./other-servers.js');
			return otherServer();
		},
		async apply(apache, insertion, call) {
			const {applyLines} = await import('./apply-lines.js');
			return applyLines(apache, insertion, call, new Date(now()));
		},
		reload: lazily(async () => (await import('./reload-apache.js')).reloadApache),
		async probe(url, network, call) {
			const {request} = await import('../network/request.js');
			const headers = {accept: 'text/html,*/*;q=0.5'};
			const asked = await request(url, {headers, maxBytes}, network, call);
			return asked.ok ? {ok: true, value: classifyAnswer(url, asked.value)} : asked;
		},
	};
}
