import type {Tried} from '../notify/notify-state.js';

/** What happens in the watcher. No secret is in it. Times are milliseconds since 1970. */
export type WatchEvent =
	| {readonly event: 'started'; readonly grants: number; readonly directory: string}
	| {readonly event: 'renewed' | 'taken-over'; readonly grant: string; readonly until: number}
	| {
			readonly event: 'failed';
			readonly grant: string;
			readonly title: string;
			readonly said: string;
			readonly count: number;
			readonly retryAt: number;
	  }
	| {
			readonly event: 'needs-person';
			readonly grant: string;
			readonly title: string;
			readonly said: string;
			readonly fix: string;
	  }
	| {readonly event: 'ended' | 'added' | 'changed' | 'removed'; readonly grant: string}
	| {readonly event: 'command-failed'; readonly grant: string; readonly why: string}
	| {readonly event: 'trouble'; readonly grant?: string; readonly why: string}
	/** The store on another host: nothing is renewed without it, and the files stay. */
	| {readonly event: 'store-lost'; readonly why: string}
	| {readonly event: 'store-back'}
	| {readonly event: 'swept'; readonly files: number}
	| {readonly event: 'reloaded'; readonly grants: number}
	| {readonly event: 'clock-set'; readonly seconds: number}
	/** A mail to the admin has gone out. */
	| {
			readonly event: 'told';
			readonly to: readonly string[];
			/** Names of grants, or a relay. */
			readonly through: string;
			readonly subject: string;
	  }
	/** It has not, by any way; or not to these. */
	| {
			readonly event: 'not-told';
			readonly to?: readonly string[];
			readonly tried: readonly Tried[];
			readonly retryAt?: number;
	  }
	| {readonly event: 'stopped'};
