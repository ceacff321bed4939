import {UserError} from '../errors.js';

/** How a connection is secured, in libpq's words. */
export type SslMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

export type Host = {
	/** A name or address; one that begins with / is the directory of a Unix socket. */
	readonly host: string;
	readonly port: number;
};

/** Where a store lies, as `postgres://…` says it. A password never stands in it. */
export type Address = {
	/** In the order in which they are tried; the one that may be written to serves. */
	readonly hosts: readonly Host[];
	readonly user?: string;
	readonly database?: string;
	readonly sslmode?: SslMode;
	/** PEM file of the authorities that are trusted, or `system`. */
	readonly sslrootcert?: string;
	/** PEM files of this side's own certificate and its key. */
	readonly sslcert?: string;
	readonly sslkey?: string;
	/** Of each host. */
	readonly connectSeconds?: number;
};

const form = 'postgres://USER@HOST[:PORT][,HOST…]/DATABASE[?sslmode=…&sslrootcert=FILE]';
const usualSockets = '/var/run/postgresql';
const usualPort = 5432;
const known = [
	'host',
	'port',
	'user',
	'dbname',
	'sslmode',
	'sslrootcert',
	'sslcert',
	'sslkey',
	'target_session_attrs',
	'connect_timeout',
] as const;
type Parameter = (typeof known)[number];

/** Whether a text is meant as the address of a PostgreSQL store. */
export const isAddress = (text: string): boolean => /^postgres(?:ql)?:\/\//i.test(text.trim());

/** Reads an address by libpq's rules. Throws UserError, which repeats nothing that could be a password. `by` is where it was given. */
export function parseAddress(text: string, by = '--store'): Address {
	const wrong = (what: string, ...steps: string[]) =>
		new UserError(`${by}: ${what}`, steps.length > 0 ? steps : [`As in: ${form}`], 2);
	const [, userInfo, hostList = '', path = '', query = ''] =
		/^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(
			text.trim(),
		) ?? [undefined, undefined, undefined];
	if (/^postgres(?:ql)?:\/\/[^/?#]*:[^/?#]*@/i.test(text.trim())) throw passwordRefused(by);
	if (hostList === undefined || !isAddress(text) || /[@#\s]/.test(`${hostList}${query}`)) {
		throw wrong('this is no address of a PostgreSQL store.');
	}
	const decode = (part: string) => {
		try {
			return decodeURIComponent(part);
		} catch {
			throw wrong('a % in it is followed by no two hexadecimal digits.');
		}
	};
	const parameters = new Map<Parameter, string>();
	for (const pair of query.split('&').filter(part => part !== '')) {
		const [name = '', ...value] = pair.split('=');
		if (/^(?:password|passfile|sslpassword)$/.test(name)) throw passwordRefused(by);
		const found = known.find(each => each === name);
		if (!found) {
			throw wrong(
				`the parameter ${/^\w{1,40}$/.test(name) ? name : ''} is not known.`.replace('  ', ' '),
				`These are: ${known.join(', ')}`,
			);
		}
		parameters.set(found, decode(value.join('=')));
	}
	const sslmode = parameters.get('sslmode');
	if (sslmode !== undefined && !isSslMode(sslmode)) {
		throw wrong(
			/^(?:allow|prefer)$/.test(sslmode)
				? `sslmode=${sslmode} would go without TLS where somebody on the way wants it so.`
				: 'sslmode is none that is known.',
			'Leave it out for verify-full, the safest.',
			'Or: verify-ca, require (no certificate is checked), disable (a network that you trust)',
		);
	}
	const target = parameters.get('target_session_attrs') ?? 'read-write';
	if (target !== 'read-write' && target !== 'primary') {
		throw wrong(
			'a store is written to, so target_session_attrs can only be read-write.',
			'Leave it out: of several hosts the one that takes writes is found.',
		);
	}
	const seconds = parameters.get('connect_timeout');
	if (seconds !== undefined && !/^[1-9]\d{0,3}$/.test(seconds)) {
		throw wrong('connect_timeout is no number of seconds.');
	}
	const hosts = hostsOf(
		hostList === '' && parameters.has('host')
			? (parameters.get('host') ?? '').split(',').map(host => ({host, port: undefined}))
			: hostList === ''
				? [{host: usualSockets, port: undefined}]
				: hostList.split(',').map(part => {
						const [, host = '', port] = /^(\[[\da-f:.%]+\]|[^:[\]]*)(?::(.*))?$/i.exec(part) ?? [];
						return {host: decode(host.replace(/^\[(.*)\]$/, '$1')), port};
					}),
		(parameters.get('port') ?? '').split(',').filter(port => port !== ''),
	);
	if (!hosts) throw wrong('a host or its port is missing, or no number from 1 to 65535.');
	const user = userInfo ? decode(userInfo) : parameters.get('user');
	const database = path === '' ? parameters.get('dbname') : decode(path);
	return {
		hosts,
		...(user && {user}),
		...(database && {database}),
		...(sslmode !== undefined && {sslmode}),
		...pick(parameters, 'sslrootcert'),
		...pick(parameters, 'sslcert'),
		...pick(parameters, 'sslkey'),
		...(seconds !== undefined && {connectSeconds: Number(seconds)}),
	};
}

/** The address in one form, as it may be shown, kept and handed on. */
export function formatAddress(address: Address): string {
	const {hosts, user, database = '', connectSeconds, sslmode} = address;
	const parameters = [
		...(sslmode === undefined ? [] : [`sslmode=${sslmode}`]),
		...(['sslrootcert', 'sslcert', 'sslkey'] as const).flatMap(name =>
			address[name] === undefined ? [] : [`${name}=${encodePath(address[name])}`],
		),
		...(connectSeconds === undefined ? [] : [`connect_timeout=${connectSeconds}`]),
	];
	return [
		'postgres://',
		user === undefined ? '' : `${encodeURIComponent(user)}@`,
		hosts.map(each => hostText({...each, host: encodeHost(each.host)})).join(','),
		`/${encodeURIComponent(database)}`,
		parameters.length > 0 ? `?${parameters.join('&')}` : '',
	].join('');
}

/** Host and port for a sentence. */
export function hostText({host, port}: Host): string {
	const shown = host.includes(':') ? `[${host}]` : host;
	return port === usualPort ? shown : `${shown}:${port}`;
}

/** Whether nothing of a connection leaves this machine. */
export const isLocal = ({host}: Host): boolean =>
	host.startsWith('/') ||
	host === 'localhost' ||
	host === '::1' ||
	/^127(?:\.\d{1,3}){3}$/.test(host);

/** What is in force when the address does not say: nothing over the network goes unverified. */
export const sslModeOf = ({sslmode}: Address, host: Host): SslMode =>
	host.host.startsWith('/') ? 'disable' : (sslmode ?? (isLocal(host) ? 'disable' : 'verify-full'));

function passwordRefused(by: string): UserError {
	return new UserError(
		`${by}: a password may not stand in the address, where others on this host could read it.`,
		[
			'Put it into ~/.pgpass, mode 0600, a line as: HOST:5432:DATABASE:USER:PASSWORD',
			'Or let systemd hand it over: LoadCredential=mailgrant-store-password:FILE',
			'Or sign in with a certificate: ?sslcert=FILE&sslkey=FILE',
			'Then change the password: it may stand in a history already.',
		],
		2,
	);
}

function hostsOf(
	given: readonly {readonly host: string; readonly port: string | undefined}[],
	ports: readonly string[],
): readonly Host[] | undefined {
	const hosts = given.map(({host, port}, index) => ({
		host,
		port: portOf(port || (ports.length === 1 ? ports[0] : ports[index])),
	}));
	return hosts.every((each): each is Host => each.host !== '' && each.port !== undefined)
		? hosts
		: undefined;
}

function portOf(text: string | undefined): number | undefined {
	if (text === undefined) return usualPort;
	const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	return port >= 1 && port <= 65_535 ? port : undefined;
}

const isSslMode = (text: string): text is SslMode =>
	['disable', 'require', 'verify-ca', 'verify-full'].includes(text);

const pick = <Name extends Parameter>(parameters: ReadonlyMap<Parameter, string>, name: Name) => {
	const value = parameters.get(name);
	return (value ? {[name]: value} : {}) as {readonly [Key in Name]?: string};
};

const encodeHost = (host: string) => (host.startsWith('/') ? encodeURIComponent(host) : host);

const encodePath = (text: string) => encodeURIComponent(text).replaceAll('%2F', '/');
