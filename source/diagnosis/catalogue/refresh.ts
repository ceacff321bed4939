import {inStep} from '../../checklist/step-id.js';
import type {Case} from './case.js';

/** What mailgrant itself finds when a token is to be renewed. */
export const refresh: readonly Case[] = [
	{
		id: 'no-refresh-token',
		provider: 'any',
		stages: ['refresh'],
		match: [{text: /^There is no refresh token\b/}],
		title: 'There is no refresh token',
		cause:
			'The access token has ended, and the provider gave nothing to renew it with. It gives a refresh token only when the scopes ask for one.',
		fix: [
			`Ask for it with the scopes of ${inStep('provider')} (Ctrl+O): offline_access, where the provider knows it.`,
			'Sign in again, and leave every box of the consent page ticked.',
		],
		who: 'you',
		step: 'provider',
	},
];
