import type {Configuration, Directive, Scope} from './configuration.js';
import type {Instance} from './instance.js';

/** Directives of a scope itself, outside of every section in it. */
export const ownDirectives = (scope: Scope, name: string): readonly Directive[] =>
	scope.directives.filter(directive => directive.name === name && directive.within.length === 0);

/** ServerName without scheme and port, in lower case; the last one counts. */
export function serverName(scope: Scope): string | undefined {
	const name = ownDirectives(scope, 'servername').at(-1)?.words[0];
	return name
		?.replace(/^[a-z]+:\/\//i, '')
		.replace(/:\d+$/, '')
		.toLowerCase();
}

export const serverAliases = (scope: Scope): readonly string[] =>
	ownDirectives(scope, 'serveralias').flatMap(({words}) => words.map(alias => alias.toLowerCase()));

/** Of SSLEngine, which a virtual host inherits; `optional` counts, since it is TLS where the client wants it. */
export function isSecureHost(scope: Scope, main: Scope): boolean {
	const engine =
		ownDirectives(scope, 'sslengine').at(-1) ?? ownDirectives(main, 'sslengine').at(-1);
	return /^(?:on|optional)$/i.test(engine?.words[0] ?? '');
}

/** Ports of `*:443 [::1]:443 example.com:443`; 0 where the address has none, which is every port. */
export function portsOf(scope: Scope): readonly number[] {
	return (scope.addresses ?? []).map(address => {
		const port = /:(\d+|\*)$/.exec(address.replace(/^\[[^\]]*\]/, ''))?.[1];
		return port === undefined || port === '*' ? 0 : Number(port);
	});
}

/** Whether the address is a wildcard: those with an address of their own are looked at first. */
const isWildcard = (address: string) => /^(?:\*|_default_)(?::|$)/i.test(address);

export type Chosen = {
	/** Where requests for the instance's host name and port go. */
	readonly scope: Scope;
	/** How it came to be chosen. */
	readonly by: 'name' | 'first' | 'only' | 'main' | 'nothing';
	/** No virtual host is on the port of the base URL: something in front of httpd answers there, and passes the host name on or not. */
	readonly isPortElsewhere: boolean;
};

/** The virtual host that httpd takes for the instance: of those on the port, the first whose ServerName or ServerAlias is the host name, else the first of all. */
export function chooseHost({hosts, main}: Configuration, instance: Instance): Chosen {
	const onPort = hosts.filter(host =>
		portsOf(host).some(port => port === 0 || port === instance.port),
	);
	const isPortElsewhere = hosts.length > 0 && onPort.length === 0;
	const candidates = isPortElsewhere ? hosts : onPort;
	const ordered = [
		...candidates.filter(host => !(host.addresses ?? []).every(isWildcard)),
		...candidates.filter(host => (host.addresses ?? []).every(isWildcard)),
	];
	const named = ordered.find(host => answersTo(host, instance.host));
	if (named) return {scope: named, by: 'name', isPortElsewhere};
	if (isPortElsewhere) {
		const [only, ...others] = ordered;
		if (only && others.length === 0) return {scope: only, by: 'only', isPortElsewhere};
		return {scope: main, by: 'nothing', isPortElsewhere};
	}
	const first = candidates.find(host => (host.addresses ?? []).some(isWildcard)) ?? ordered[0];
	return first
		? {scope: first, by: 'first', isPortElsewhere}
		: {scope: main, by: 'main', isPortElsewhere};
}

/** By ServerName, or an alias, in which `*` and `?` stand for other characters. */
export function answersTo(scope: Scope, host: string): boolean {
	if (serverName(scope) === host) return true;
	return serverAliases(scope).some(alias => {
		const pattern = alias
			.replace(/[.+^${}()|[\]\\]/g, '\\$&')
			.replaceAll('*', '.*')
			.replaceAll('?', '.');
		return new RegExp(`^${pattern}$`).test(host);
	});
}

/** Such as `track.example.com (*:443)`. */
export function describeScope(scope: Scope): string {
	if (!scope.addresses) return 'the global part';
	const addresses = scope.addresses.join(' ');
	const name = serverName(scope) ?? serverAliases(scope)[0];
	return name === undefined ? `the virtual host ${addresses}` : `${name} (${addresses})`;
}
