import type {NotifyFailure, Tried} from './notify-state.js';

/** What became of a mail to one or more people. */
export type NotifySent = {
	/** The ways that took it: grants, or the relay. */
	readonly through: readonly string[];
	readonly reached: readonly string[];
	readonly missed: readonly string[];
	/** The ways that did not take it. */
	readonly tried: readonly Tried[];
};

/** What one look came to. */
export type ToldAdmin =
	/** Nobody is to be told. */
	| {readonly is: 'off'}
	/** Nothing new; `isFailing` while some grant is not renewed. */
	| {readonly is: 'quiet'; readonly isFailing: boolean}
	/** Sending failed, or a mail went out, a short while ago. */
	| {readonly is: 'waiting'; readonly retryAt: number}
	| {
			readonly is: 'told';
			readonly isFailing: boolean;
			readonly subject: string;
			readonly sent: NotifySent;
	  }
	| {readonly is: 'failed'; readonly failure: NotifyFailure};
