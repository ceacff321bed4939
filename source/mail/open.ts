import type {Mail} from '../mail-port.js';
import {Failed} from '../network/failed.js';
import {trackLayers} from '../network/layers.js';
import {openImap} from './open-imap.js';
import {openPop3} from './open-pop3.js';

/** Past authentication to the opened mailbox. */
export const open: Mail['open'] = async (session, call) => {
	const layers = trackLayers(call.onLayers);
	const openMailbox = session.protocol === 'pop3' ? openPop3 : openImap;
	try {
		const mailbox = await openMailbox(session, call, layers);
		return {layers: layers.list(), mailbox};
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		return {layers: layers.list(), failure: error.failure};
	}
};
