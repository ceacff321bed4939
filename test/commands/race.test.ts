import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';
import {type SignedIn, signedIn} from '../helpers/signed-in.js';

// More by hand: RACE_PROCESSES=50 RACE_ROUNDS=80 npx vitest run test/commands/race.test.ts
const processes = Number(process.env.RACE_PROCESSES ?? 12);
const rounds = Number(process.env.RACE_ROUNDS ?? 3);

describe('many processes that ask at expiry, refresh tokens that serve once', {
	timeout: 60_000 + rounds * 20_000,
}, () => {
	let world: SignedIn;
	beforeAll(async () => {
		world = await signedIn({latencyMs: 300});
	});
	afterAll(() => world?.close());

	test('all get the same new token by one request', async () => {
		const took: number[] = [];
		let asked = world.refreshes();
		let old = world.tokens()?.accessToken;
		for (let round = 0; round < rounds; round++) {
			await world.expire();
			const begun = performance.now();
			const all = await Promise.all(
				Array.from({length: processes}, () =>
					runCli(['token', world.name], {config: world.config}),
				),
			);
			took.push(performance.now() - begun);
			const token = world.tokens()?.accessToken;
			expect(token).not.toBe(old);
			expect(new Set(all.map(({code, stdout, stderr}) => `${code} ${stdout}${stderr}`))).toEqual(
				new Set([`0 ${token}\n`]),
			);
			// The practice server keeps the last thousand.
			expect(world.refreshes()).toBe(asked + 1);
			asked++;
			old = token;
		}
		const middle = took.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
		console.log(
			`${processes} processes, ${rounds} rounds: ${Math.round(middle)} ms a round in the middle, ${Math.round(took.at(-1) ?? 0)} at most`,
		);
	});
});
