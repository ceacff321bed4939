import type {Audit} from './audit-port.js';
import {createKnownSecrets, signingKeys} from './known-secrets.js';
import type {Services} from './services.js';

/**
Services that write down each secret that leaves the program through them. Every value that the secret store gives out is known from then on, and each call of a port that talks to the outside is looked through for one: so a new task or a new method is written down without a thought of it. What a command prints or a screen shows passes no port; who does that tells `services.audit`.
*/
export function audited(services: Services, audit: Audit): Services {
	const {learn, findIn} = createKnownSecrets();

	function watch<Port extends object>(
		port: Port,
		useOf: (secret: string, method: string, first: unknown) => string,
	): Port {
		const entries = Object.entries(port).map(([method, member]: [string, unknown]) => {
			if (typeof member !== 'function' || sendNothing.has(method)) return [method, member];
			const watched = (...values: unknown[]) => {
				// A refresh is given all tokens and sends one.
				const known = findIn(values).filter(
					({secret}) => method !== 'refresh' || !['access token', 'ID token'].includes(secret),
				);
				const uses = known.map(each => ({...each, use: useOf(each.secret, method, values[0])}));
				if (uses.length > 0) audit(...uses);
				return member.apply(port, values);
			};
			return [method, watched];
		});
		return Object.fromEntries(entries) as Port;
	}

	const {secrets} = services;
	return {
		...services,
		audit,
		secrets: {
			...secrets,
			read: name => learn(name, secrets.read(name)),
			readTokens: name => learn(name, secrets.readTokens(name)),
			updateTokens: async (name, change, options) =>
				learn(
					name,
					await secrets.updateTokens(name, latest => change(learn(name, latest)), options),
				),
			update: async (name, change) =>
				learn(name, await secrets.update(name, latest => change(learn(name, latest)))),
		},
		oauth: watch(services.oauth, (secret, method, client) => {
			const how = signingKeys.has(secret) ? 'signed a request to' : 'sent to';
			return `${how} ${hostOf(client)} (${method})`;
		}),
		mail: watch(
			services.mail,
			(_secret, method, session) => `sent to ${endpointOf(session)} (${method})`,
		),
		terminal: watch(services.terminal, () => 'copied'),
	};
}

/** Methods that are given secrets and only make an address, or listen. */
const sendNothing = new Set(['authorizationUrl', 'begin', 'listen', 'proxies']);

function hostOf(client: unknown): string {
	const url = fieldOf(client, 'tokenUrl');
	return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : 'the provider';
}

function endpointOf(session: unknown): string {
	const endpoint = fieldOf(session, 'endpoint');
	return `${fieldOf(endpoint, 'host') ?? 'the server'}:${fieldOf(endpoint, 'port') ?? ''}`;
}

const fieldOf = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
