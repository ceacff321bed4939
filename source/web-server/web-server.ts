import {classifyAnswer} from '../extraview/mounts/probe-answer.js';
import {request} from '../network/request.js';
import type {WebServer} from '../web-server-port.js';
import {applyLines} from './apply-lines.js';
import {findApache, type Places, usualPlaces} from './find-apache.js';
import {otherServer} from './other-servers.js';
import {reloadApache} from './reload-apache.js';

/** A page is not read further; more is no answer. */
const maxBytes = 2_000_000;

/** The web server of this host. */
export function createWebServer({
	now = () => Date.now(),
	places = usualPlaces,
}: {
	/** Milliseconds since 1970. */
	readonly now?: () => number;
	readonly places?: Places;
} = {}): WebServer {
	return {
		async find({configFile}, call) {
			const apache = await findApache(configFile, call, places);
			return apache ? {is: 'apache', apache} : otherServer();
		},
		apply: (apache, insertion, call) => applyLines(apache, insertion, call, new Date(now())),
		reload: reloadApache,
		async probe(url, network, call) {
			const headers = {accept: 'text/html,*/*;q=0.5'};
			const asked = await request(url, {headers, maxBytes}, network, call);
			return asked.ok ? {ok: true, value: classifyAnswer(url, asked.value)} : asked;
		},
	};
}
