import {expect, test} from 'vitest';
import {parseAddress} from '../../source/postgres/address.js';
import {grantLock, mailLock, tryLock} from '../../source/postgres/advisory-lock.js';
import type {Session} from '../../source/postgres/session.js';
import {isLost, troubleOf} from '../../source/postgres/trouble.js';

/** A session whose server answers so, and what became of it. */
function sessionThat(isMine: boolean | null) {
	const asked: (readonly unknown[])[] = [];
	const abandoned: unknown[] = [];
	const session = {
		backend: 7,
		async query(_: string, values: readonly unknown[]) {
			asked.push(values);
			return {rows: [{is_mine: isMine}], count: 1};
		},
		abandon: (error: unknown) => void abandoned.push(error),
	} as unknown as Session;
	return {session, asked, abandoned};
}

test.each([true, false])('a lock that is free or not: %s', async isMine => {
	const {session, asked, abandoned} = sessionThat(isMine);
	expect(await tryLock(session, mailLock('id'))).toBe(isMine);
	expect(asked).toEqual([[...mailLock('id').keys, 7]]);
	expect(abandoned).toEqual([]);
});

test('a session whose process of the server is another one by now is given up, with the repair', async () => {
	const {session, abandoned} = sessionThat(null);
	const error = await tryLock(session, grantLock('id', 'a')).catch((caught: unknown) => caught);
	expect(isLost(error)).toBe(true);
	expect(abandoned).toHaveLength(1);
	const {message, steps, passes} = troubleOf(error, parseAddress('postgres://db/x'));
	expect(message).toContain('transaction pooling');
	expect(steps.join()).toContain('pool_mode = session');
	expect(passes).toBe(false);
});

test('grants, stores and the mail have locks of their own', () => {
	const keys = [
		grantLock('id', 'a'),
		grantLock('id', 'b'),
		grantLock('other', 'a'),
		mailLock('id'),
	];
	expect(new Set(keys.flatMap(lock => lock.keys)).size).toBe(6);
});
