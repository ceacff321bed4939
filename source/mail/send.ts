import type {Mail} from '../mail-port.js';
import {Failed} from '../network/failed.js';
import {trackLayers} from '../network/layers.js';
import {compose} from './compose.js';
import {sendBySmtp} from './smtp-session.js';

/** Sends one message. Exchange Online and others put a Message-ID of their own in its place and name it in their last reply: then that one is given, since it is the one that arrives. */
export const send: Mail['send'] = async (session, message, call) => {
	const layers = trackLayers(call.onLayers);
	try {
		const composed = await compose(message);
		const {from, to} = message;
		const info = await sendBySmtp(session, {from, to, composed}, call, layers);
		return {layers: layers.list(), messageId: info.serverMessageId ?? composed.messageId};
	} catch (error) {
		if (!(error instanceof Failed)) throw error;
		return {layers: layers.list(), failure: error.failure};
	}
};
