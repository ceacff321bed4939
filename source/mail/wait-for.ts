import type {Mail} from '../mail-port.js';
import {Failed} from '../network/failed.js';
import {pause} from '../pause.js';
import type {Look} from './look.js';
import {lookInImap} from './look-in-imap.js';
import {lookInPop3} from './look-in-pop3.js';

/** Until the next connection: mailboxes that are polled too often shut the door for a while. */
const firstPauseMs = 1000;
const longestPauseMs = 8000;

/** Looks for a Message-ID until it is there or the time is over. One lost connection is forgiven, two in a row are a failure. */
export const waitFor: Mail['waitFor'] = async (session, messageId, {waitMs}, call) => {
	const endsAt = performance.now() + waitMs;
	const look: Look =
		session.protocol === 'pop3'
			? lookInPop3(session, messageId, call)
			: lookInImap(session, messageId, call);
	let failuresInARow = 0;
	let hasLooked = false;
	const onLooked = () => {
		hasLooked = true;
		failuresInARow = 0;
	};
	for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
		try {
			if (await look(endsAt, onLooked)) return {ok: true, value: true};
			if (performance.now() >= endsAt) return {ok: true, value: false};
		} catch (error) {
			if (!(error instanceof Failed)) throw error;
			failuresInARow += 1;
			const isHopeless = !hasLooked || failuresInARow > 1 || performance.now() >= endsAt;
			if (isHopeless) return {ok: false, failure: error.failure};
		}
		await pause(Math.max(0, Math.min(pauseMs, endsAt - performance.now())), call.signal);
	}
};
