import {expect, test} from 'vitest';
import type {SignInProgress} from '../../source/checklist/state.js';
import {signInStory} from '../../source/commands/sign-in-story.js';

const progress: SignInProgress = {
	authorizationUrl: 'https://login.example.com/authorize?state=1',
	redirectUri: 'http://localhost:8765/callback',
	endsAt: 0,
	callback: {is: 'opening'},
	tunnel: undefined,
	device: {is: 'not offered', why: 'not here'},
	phase: 'waiting',
};

test('the address is told once the browser can come back, or why it can’t', () => {
	const story = signInStory({account: 'evmail@example.com', isDevice: true});
	expect(story(progress)).toEqual([]);
	const lines = story({...progress, callback: {is: 'listening', requests: 0}});
	expect(lines).toContain(progress.authorizationUrl);
	expect(lines).toContain('No device code: not here');
	expect(story({...progress, callback: {is: 'listening', requests: 1}})).toEqual([]);

	const busy = signInStory({account: 'evmail@example.com', isDevice: false});
	expect(busy(progress)).toEqual([]);
	const told = busy({...progress, callback: {is: 'closed', why: 'The port is taken'}});
	expect(told).toContain(progress.authorizationUrl);
	expect(told.at(-1)).toContain('The port is taken');
});
