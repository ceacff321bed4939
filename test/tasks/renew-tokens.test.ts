import {expect, test} from 'vitest';
import type {Secrets} from '../../source/secrets.js';
import type {TaskContext} from '../../source/tasks/context.js';
import {renewTokens} from '../../source/tasks/renew-tokens.js';

const tokensAt = (obtainedAt: number) =>
	({accessToken: `a${obtainedAt}`, obtainedAt, expiresAt: 9, scopes: [], flow: 'browser'}) as const;

test.each([
	// Where the old one is used up, whatever came has to outlast a loss of power.
	{isOnce: true, writes: [{}, {isMinor: false}]},
	{isOnce: false, writes: [{isMinor: true}]},
])('a refresh token that serves once: $isOnce', async ({isOnce, writes}) => {
	const options: object[] = [];
	let kept: Secrets = {tokens: tokensAt(1)};
	const updateTokens = async (
		_name: string,
		change: (secrets: Secrets) => Secrets,
		option: object = {},
	) => {
		options.push(option);
		kept = change(kept);
		return kept;
	};
	const services = {now: () => 5, secrets: {updateTokens}};
	const context = {services, signal: new AbortController().signal, timeoutMs: 1000};
	const renewed = await renewTokens(
		context as unknown as TaskContext,
		{grant: {name: 'a'}} as never,
		{
			ask: async () => ({ok: true, value: tokensAt(5)}),
			stored: tokensAt(1),
			isOnce,
			fits: 'fits',
		},
	);
	expect(renewed).toEqual({tokens: tokensAt(5)});
	expect(options).toEqual(writes);
});
