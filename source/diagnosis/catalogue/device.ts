import type {Case} from './case.js';

const stages = ['discovery', 'authorize', 'token', 'refresh'] as const;

/** Device codes: RFC 8628 §3.5, and Microsoft's numbers. */
export const device: readonly Case[] = [
	{
		id: 'ms-dc-pending',
		provider: 'any',
		stages,
		match: [{error: ['authorization_pending']}, {aadsts: [70016]}],
		title: 'Still waiting for the sign-in',
		cause: 'No failure: the code has not been typed yet, or the sign-in there is not finished.',
		fix: ['Finish the sign-in on the other device.'],
		who: 'user',
		transient: true,
		step: 'sign-in',
	},
	{
		id: 'ms-dc-slow-down',
		provider: 'any',
		stages,
		match: [{error: ['slow_down']}],
		title: 'Asked too often',
		cause: 'The server wants more time between two questions (RFC 8628 §3.5).',
		fix: ['Wait; five seconds more between two questions are enough.'],
		who: 'you',
		transient: true,
		step: 'sign-in',
	},
	{
		id: 'ms-dc-expired',
		provider: 'any',
		stages,
		match: [{error: ['expired_token', 'code_expired']}, {aadsts: [70020, 70019]}],
		title: 'The device code has ended',
		cause:
			'The sign-in was not finished in the time the code is good for, 15 minutes at Microsoft.',
		fix: ['Ask for a new code and type it at once.'],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-dc-declined',
		provider: 'any',
		stages,
		match: [{error: ['authorization_declined']}, {aadsts: [90120]}],
		title: 'The sign-in was declined on the other device',
		cause: 'Somebody pressed Cancel there, or that request was finished already.',
		fix: ['Ask for a new code, sign in as {account} and accept.'],
		who: 'user',
		step: 'sign-in',
	},
	{
		id: 'ms-dc-datacenter',
		provider: 'microsoft',
		stages,
		match: [{aadsts: [50134]}],
		title: 'The code was typed in another region',
		cause:
			'Code and approval went through different data centres of Microsoft, as with a VPN on one of the two devices.',
		fix: ['Type a new code from the same network as this host, or sign in in the browser.'],
		who: 'user',
		transient: true,
		step: 'sign-in',
	},
];
