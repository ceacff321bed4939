import type {Call} from '../call.js';
import type {Failure} from '../diagnosis/diagnosis.js';
import {Failed} from './failed.js';

type Settle<Value> = {
	readonly resolve: (value: Value) => void;
	readonly reject: (error: unknown) => void;
};

/** One wait, under the deadline and the abort signal of its call. `begin` gives back what lets go of all that it holds; it is called exactly once, however the wait ends. Rejects with `signal.reason`, or with ETIMEDOUT. */
export function wait<Value>(
	{signal, timeoutMs}: Call,
	about: Pick<Failure, 'stage' | 'at' | 'protocol'> & {readonly what: string},
	begin: (settle: Settle<Value>) => () => void,
): Promise<Value> {
	return new Promise((resolve, reject) => {
		if (signal.aborted) {
			reject(signal.reason);
			return;
		}
		let isEnded = false;
		let letGo: (() => void) | undefined;
		const end = (settle: () => void) => {
			if (isEnded) return;
			isEnded = true;
			clearTimeout(timer);
			signal.removeEventListener('abort', abort);
			letGo?.();
			settle();
		};
		const abort = () => end(() => reject(signal.reason));
		const {what, ...where} = about;
		const timer = setTimeout(() => {
			const message = `No answer within ${inSeconds(timeoutMs)}: ${what}.`;
			end(() => reject(new Failed({...where, message, code: 'ETIMEDOUT'})));
		}, timeoutMs);
		signal.addEventListener('abort', abort, {once: true});
		try {
			letGo = begin({
				resolve: value => end(() => resolve(value)),
				reject: error => end(() => reject(error)),
			});
		} catch (error) {
			end(() => reject(error));
		}
		// Settled while it began: there was nothing to let go of yet.
		if (isEnded) letGo?.();
	});
}

/** As `wait`, for the answer to what was asked. Dialling has deadlines of its own: the clock begins with the connection. */
export async function waitForAnswer<Value>(
	call: Call,
	about: Parameters<typeof wait>[1],
	{connected, answer}: {readonly connected: Promise<void>; readonly answer: Promise<Value>},
): Promise<Value> {
	await Promise.race([connected, answer]);
	return wait<Value>(call, about, ({resolve, reject}) => {
		answer.then(resolve, reject);
		return () => {};
	});
}

const inSeconds = (ms: number) => `${Math.round(ms / 100) / 10} s`;
