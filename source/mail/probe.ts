import type {Mail} from '../mail-port.js';
import {Failed} from '../network/failed.js';
import {trackLayers} from '../network/layers.js';
import {begin, end, talks} from './begin.js';
import {probeHttps} from './probe-https.js';
import {createTranscript} from './transcript.js';

/** Name, connection, TLS, greeting and offers of a mail service, or the answer of a sign-in host; no credentials. */
export const probe: Mail['probe'] = async (target, call) => {
	const layers = trackLayers(call.onLayers);
	try {
		if (target.protocol === 'https') {
			const remoteTime = await probeHttps(target, call, layers);
			return {layers: layers.list(), mechanisms: [], remoteTime};
		}
		const {dialogue, mechanisms} = await begin(target, call, layers, createTranscript(call.onLine));
		end(dialogue, talks[target.protocol].goodbye);
		return {layers: layers.list(), mechanisms};
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		return {layers: layers.list(), mechanisms: [], failure: error.failure};
	}
};
