import {expect, onTestFinished, test} from 'vitest';
import {call, startServer} from './helpers.js';

test('DEBUG=* writes no secrets', async () => {
	const {write} = process.stderr;
	let written = '';
	process.stderr.write = (chunk: string | Uint8Array) => {
		written += String(chunk);
		return true;
	};
	onTestFinished(() => {
		process.stderr.write = write;
		delete process.env.DEBUG;
	});
	process.env.DEBUG = '*';
	// Loaded only now: the variable is read at that time.
	const {createOAuth} = await import('../../source/oauth/oauth.js');
	const {client} = await startServer({body: {access_token: 'access-1', token_type: 'Bearer'}});
	const old = {
		accessToken: 'access-0',
		refreshToken: 'refresh-secret',
		obtainedAt: 0,
		expiresAt: 1,
		scopes: [],
		flow: 'browser',
	} as const;
	expect((await createOAuth().refresh(client, old, call())).ok).toBe(true);
	expect(written).not.toContain('refresh-secret');
});
