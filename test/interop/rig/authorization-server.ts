import {generateKeyPairSync, randomBytes, randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:https';
import {type Context, interactionPolicy, Provider} from 'oidc-provider';
import {freePorts} from '../../helpers/free-ports.js';
import type {Certificates} from './certificates.js';
import {TokenMemory} from './token-adapter.js';

/** What goes wrong from now on; all can be changed while it runs. */
export type AuthorizationFaults = {
	/** Access tokens that look as good as any, and of which introspection says otherwise. */
	accessTokens: 'good' | 'expired' | 'unknown';
	/** What introspection reports in place of the granted scopes. */
	reportedScope?: string;
	/** Scopes that the user does not allow. */
	refusedScopes: readonly string[];
	/** The user says no. */
	isDenied: boolean;
	/** Seconds that access tokens last. */
	accessTokenSeconds: number;
	/** How long they are; 6 bits a character. */
	accessTokenBits: number;
	/** By account, the mailbox that it opens in place of its own. */
	opens: Readonly<Record<string, string>>;
};

export type AuthorizationServer = {
	readonly issuer: string;
	readonly authorizeUrl: string;
	readonly tokenUrl: string;
	readonly deviceUrl: string;
	readonly metadataUrl: string;
	/** For resource servers, with their user and password in it. */
	readonly introspectionUrl: string;
	readonly clientId: string;
	/** A client as Microsoft's are, with the same secret. */
	readonly microsoftClientId: string;
	readonly clientSecret: string;
	readonly faults: AuthorizationFaults;
	/** Method and path of every request, and the grant type of token requests. */
	readonly requests: readonly string[];
	/** All access tokens given so far have had their time. */
	readonly expireAccessTokens: () => void;
	/** All tokens given so far are unknown. */
	readonly revokeAll: () => void;
	readonly stop: () => Promise<void>;
};

const scopeBase = 'https://mail.example.test/';

/** Long names as asked for; introspection reports what stands after the last slash. */
export const scopes = {
	imap: `${scopeBase}IMAP.AccessAsUser.All`,
	pop3: `${scopeBase}POP.AccessAsUser.All`,
	smtp: `${scopeBase}SMTP.Send`,
};

/** The same mail scopes as Microsoft names them. */
const microsoftScopes = Object.values(scopes).map(scope =>
	scope.replace(scopeBase, 'https://outlook.office.com/'),
);

/** With what Microsoft's users are asked too: as which of their accounts they come. */
const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({name: 'select_account', requestable: true}), 0);

/** The cookie by which a browser is somebody whom nobody hinted at. */
export const accountCookie = 'rig_account';

// As long as Microsoft's: 1,600 characters for an access token, 800 for a code.
const usualBits = {accessToken: 9600, code: 4800};

/** An independent authorization server over https, whose user allows everything without a click. */
export async function startAuthorizationServer({
	certificates,
	accounts,
	redirectUri,
}: {
	readonly certificates: Certificates;
	/** The first one signs in where no hint and no cookie names another. */
	readonly accounts: readonly string[];
	readonly redirectUri: string;
}): Promise<AuthorizationServer> {
	const [port = 0] = await freePorts(1);
	const issuer = `https://localhost:${port}`;
	const clientId = 'mailgrant.interop/1~a';
	const microsoftClientId = randomUUID();
	const clientSecret = `a~b+c/d=e%f&g.h${randomBytes(12).toString('hex')}`;
	const resourceSecret = randomBytes(12).toString('hex');
	const memory = new TokenMemory();
	const requests: string[] = [];
	const faults: AuthorizationFaults = {
		accessTokens: 'good',
		refusedScopes: [],
		isDenied: false,
		accessTokenSeconds: 3600,
		accessTokenBits: usualBits.accessToken,
		opens: {},
	};
	memory.onAccessToken = payload => {
		if (faults.accessTokens === 'unknown') return undefined;
		return faults.accessTokens === 'expired' ? {...payload, exp: secondsNow() - 60} : payload;
	};
	const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
	const provider = new Provider(issuer, {
		adapter: (model: string) => memory.adapter(model),
		clients: [
			{
				client_id: clientId,
				client_secret: clientSecret,
				redirect_uris: [redirectUri],
				grant_types: [
					'authorization_code',
					'refresh_token',
					'urn:ietf:params:oauth:grant-type:device_code',
				],
				response_types: ['code'],
				token_endpoint_auth_method: 'client_secret_post',
			},
			{
				client_id: microsoftClientId,
				client_secret: clientSecret,
				redirect_uris: [redirectUri],
				// Microsoft's clients are verified as themselves.
				grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
				response_types: ['code'],
				token_endpoint_auth_method: 'client_secret_post',
			},
			{
				client_id: 'mail-servers',
				client_secret: resourceSecret,
				redirect_uris: [],
				grant_types: [],
				response_types: [],
			},
		],
		jwks: {keys: [{...privateKey.export({format: 'jwk'}), use: 'sig'}]},
		cookies: {keys: [randomBytes(24).toString('hex')]},
		scopes: ['openid', 'offline_access', ...Object.values(scopes), ...microsoftScopes],
		claims: {openid: ['sub'], email: ['email']},
		conformIdTokenClaims: false,
		findAccount: (_context: Context, id: string) => ({
			accountId: id,
			claims: () => ({sub: id, email: id}),
		}),
		formats: {
			bitsOfOpaqueRandomness: (_context: Context, {kind}: {kind: string}) => {
				if (kind === 'AccessToken') return faults.accessTokenBits;
				return kind === 'AuthorizationCode' ? usualBits.code : 256;
			},
		},
		pkce: {required: () => true},
		issueRefreshToken: () => true,
		rotateRefreshToken: () => true,
		ttl: {
			// biome-ignore lint/correctness/noComponentHookFactories: a model of oidc-provider.
			AccessToken: () => faults.accessTokenSeconds,
			AuthorizationCode: 600,
			ClientCredentials: 600,
			DeviceCode: 600,
			Grant: 86_400,
			IdToken: 3600,
			Interaction: 600,
			RefreshToken: 86_400,
			Session: 86_400,
		},
		interactions: {
			policy,
			url: (_context: Context, {uid}: {uid: string}) => `/interaction/${uid}`,
		},
		features: {
			devInteractions: {enabled: false},
			clientCredentials: {enabled: true},
			introspection: {enabled: true, allowedPolicy: () => true},
			deviceFlow: {
				enabled: true,
				userCodeInputSource: page,
				userCodeConfirmSource: page,
				successSource: (context: Context) => page(context, '<p>Device allowed</p>'),
			},
		},
		renderError: (context: Context, out: Record<string, string>) =>
			page(context, `<p>${out.error}: ${out.error_description}</p>`),
	});

	async function decide(context: Context): Promise<void> {
		const {req, res} = context;
		const {prompt, params, session} = await provider.interactionDetails(req, res);
		if (faults.isDenied) {
			const result = {error: 'access_denied', error_description: 'The user said no'};
			return provider.interactionFinished(req, res, result);
		}
		if (prompt.name === 'login' || prompt.name === 'select_account') {
			const named = context.cookies.get(accountCookie) ?? params.login_hint;
			const accountId = accounts.find(account => account === named) ?? accounts[0];
			return provider.interactionFinished(req, res, {login: {accountId}, select_account: {}});
		}
		const grant = new provider.Grant({
			accountId: session?.accountId ?? '',
			clientId: params.client_id ?? '',
		});
		for (const scope of (params.scope ?? '').split(' ')) {
			if (faults.refusedScopes.includes(scope)) grant.rejectOIDCScope(scope);
			else grant.addOIDCScope(scope);
		}
		grant.addOIDCClaims(['email']);
		return provider.interactionFinished(req, res, {consent: {grantId: await grant.save()}});
	}

	provider.use(async (context, next) => {
		requests.push(`${context.method} ${context.path}`);
		if (context.path.startsWith('/interaction/')) return decide(context);
		await next();
		if (context.oidc?.route === 'introspection') report(context.body, faults);
	});

	const server = createServer(
		{key: readFileSync(certificates.key), cert: readFileSync(certificates.cert)},
		provider.callback(),
	);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		issuer,
		authorizeUrl: `${issuer}/auth`,
		tokenUrl: `${issuer}/token`,
		deviceUrl: `${issuer}/device/auth`,
		metadataUrl: `${issuer}/.well-known/openid-configuration`,
		introspectionUrl: `https://mail-servers:${resourceSecret}@localhost:${port}/token/introspection`,
		clientId,
		microsoftClientId,
		clientSecret,
		faults,
		requests,
		expireAccessTokens() {
			for (const [key, payload] of memory.entries) {
				if (key.startsWith('AccessToken:')) payload.exp = secondsNow() - 60;
			}
		},
		revokeAll() {
			for (const key of memory.entries.keys()) {
				if (/^(AccessToken|RefreshToken|Grant):/.test(key)) memory.entries.delete(key);
			}
		},
		async stop() {
			if (!server.listening) return;
			const closed = new Promise(resolve => server.close(resolve));
			server.closeAllConnections();
			await closed;
		},
	};
}

async function page(context: Context, body: string): Promise<void> {
	context.type = 'html';
	context.body = `<!doctype html><title>Rig</title>${body}`;
}

/** Microsoft's `scp` has short names, and Dovecot looks for one whole word. A name of its own for whose mailbox is read, since a shared one is not the account's. */
function report(body: unknown, {reportedScope, opens}: AuthorizationFaults): void {
	const answer = body as {scope?: string; sub?: string; mailbox?: string};
	if (answer.sub !== undefined) answer.mailbox = opens[answer.sub] ?? answer.sub;
	if (!answer.scope) return;
	answer.scope =
		reportedScope ??
		answer.scope
			.split(' ')
			.map(scope => scope.slice(scope.lastIndexOf('/') + 1))
			.join(' ');
}

const secondsNow = () => Math.floor(Date.now() / 1000);
