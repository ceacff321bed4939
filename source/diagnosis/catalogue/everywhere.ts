import type {Stage} from '../diagnosis.js';

/** Every stage there is: what fails on the way out, fails at whichever comes first. */
export const everywhere: readonly Stage[] = [
	'network',
	'tls',
	'local',
	'discovery',
	'authorize',
	'token',
	'refresh',
	'imap',
	'pop3',
	'smtp',
	'send',
];
