import {expect} from 'vitest';
import type {Ended} from '../../helpers/followed.js';

/** What has ended well; else what it said is shown. */
export async function expectOk(ending: Promise<Ended>): Promise<Ended> {
	const ended = await ending;
	expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({code: 0});
	return ended;
}
