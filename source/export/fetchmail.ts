import {shellQuote} from '../shell-quote.js';
import type {Access, Export} from './program.js';

/** Neither fetchmail(1) nor NEWS of Debian's 6.4.37 knows XOAUTH2 or OAUTHBEARER; fetchmail-FAQ I9 says the same of Gmail. */
export function fetchmail({grant, services}: Access): Export {
	const instead = services.imap ? ['mbsync', 'getmail'] : services.pop3 ? ['getmail'] : ['msmtp'];
	return {
		unfit: 'fetchmail 6.4, which Debian has, can’t sign in with a token.',
		nextSteps: instead.map(id => `Instead: mailgrant export ${shellQuote(grant.name)} --for ${id}`),
	};
}
