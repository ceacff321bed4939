import {inStep} from '../../checklist/step-id.js';
import type {OtherCause} from './other-cause.js';

/** A mail server of unknown kind refuses the token without a reason. */
export const refusedAnywhere: readonly OtherCause[] = [
	{
		title: 'The token is of another account',
		check: `The result of ${inStep('sign-in')} shows another account than {account}.`,
		unless: ['account'],
	},
	{
		title: 'A scope is missing',
		check: `The granted scopes of ${inStep('sign-in')} are not all that the mail server asks for.`,
		unless: ['scope'],
	},
	{
		title: 'The token has expired',
		check: 'The same test succeeds when it is run again, since the token is renewed before it.',
		unless: ['expiry'],
	},
	{
		title: 'The mail server asks another authorization server',
		check: 'The log of {host} shows that it does not know who issued the token, or can’t ask.',
	},
	{
		title: 'The protocol is off for the mailbox',
		check: 'The admin of {host} sees it among the settings of {mailbox}.',
	},
];
