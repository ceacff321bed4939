import path from 'node:path';
import {practiceLine} from '../../source/practice/serve.js';
import type {PracticeOptions} from '../../source/practice/start-practice.js';
import {oauthClient} from '../../source/tasks/oauth-client.js';
import {practiceWorld} from './practice-world.js';

const mailbox = 'evmail@practice.example';

/** Practice servers and a grant of the custom provider that is signed in, with all its addresses, so that the built program can use it too. */
export async function signedIn(options: PracticeOptions = {}) {
	const world = await practiceWorld(options);
	const {services, practice, context} = world;
	const {flags} = practiceLine(practice) as {
		readonly flags: {readonly custom: Readonly<Record<string, string>>};
	};
	const {grant, ...rest} = await world.grant({provider: 'custom', ...flags.custom});
	const {name} = grant;

	/** As if somebody had signed in with a browser. */
	async function signIn() {
		const record = {grant, ...rest};
		const client = oauthClient(services, record, services.secrets.read(name));
		const redirectUri = `http://localhost:${grant.callbackPort}/callback`;
		const pending = services.oauth.begin(redirectUri, '', services.now());
		const listening = await services.oauth.listen({
			redirectUri,
			state: pending.state,
			signal: context.signal,
		});
		if (!listening.ok) throw new Error(listening.failure.message);
		const url = services.oauth.authorizationUrl(client, pending, mailbox);
		const [redirected] = await Promise.all([
			listening.value.redirected.then(async found => {
				await listening.value.answer({ok: true, message: ''});
				return found;
			}),
			practice.practice.playBrowser(url, mailbox),
		]);
		if (!('code' in redirected)) throw new Error(redirected.error);
		const tokens = await services.oauth.exchangeCode(client, redirected.code, pending, context);
		if (!tokens.ok) throw new Error(tokens.failure.message);
		await services.secrets.update(name, ({renewal: _, ...latest}) => ({
			...latest,
			tokens: tokens.value,
		}));
	}

	await signIn();
	return {
		...world,
		name,
		record: {grant, ...rest},
		config: path.join(world.directory, 'config'),
		signIn,
		tokens: () => services.secrets.read(name).tokens,
		/** As if an hour had passed. */
		async expire() {
			await services.secrets.updateTokens(name, ({tokens, ...others}) => ({
				...others,
				tokens: tokens && {...tokens, expiresAt: services.now() - 1},
			}));
		},
		/** Requests for a refresh that have reached the server since it was started. */
		refreshes: () =>
			practice.requests.oauth.filter(({body}) => body.includes('grant_type=refresh_token')).length,
	};
}

export type SignedIn = Awaited<ReturnType<typeof signedIn>>;
