import type {Configuration, Directive, Scope} from './configuration.js';

/** What else decides about a path, before or instead of mod_jk. */
export type Road =
	| {readonly is: 'proxied'; readonly to: string; readonly directive: Directive}
	| {readonly is: 'not-proxied'; readonly directive: Directive}
	| {readonly is: 'redirected'; readonly to: string; readonly directive: Directive}
	| {readonly is: 'handler'; readonly directive: Directive};

/** mod_proxy's rules for a path: the first that matches, those of the global part first. */
export function proxyRoad({main}: Configuration, scope: Scope, path: string): Road | undefined {
	const directives = scope === main ? main.directives : [...main.directives, ...scope.directives];
	for (const directive of directives) {
		const {name, words, within} = directive;
		if (name !== 'proxypass' && name !== 'proxypassmatch') continue;
		const location = within.at(-1);
		const [from = '', to] = location ? [location.argument, words[0]] : words;
		if (to === undefined || !proxyMatches(name, from, path, location?.name)) continue;
		if (to === '!') return {is: 'not-proxied', directive};
		return {is: 'proxied', to, directive};
	}
	return undefined;
}

function proxyMatches(name: string, from: string, path: string, section?: string): boolean {
	if (name === 'proxypassmatch' || section === 'locationmatch' || /^~\s/.test(from)) {
		return isMatch(from.replace(/^~\s*/, ''), path);
	}
	return isUnder(from, path);
}

/** Redirect and RedirectMatch that take the path. In sections they do so for what the section matches. */
export function redirectRoad(scope: Scope, path: string): Road | undefined {
	for (const directive of scope.directives) {
		const {name, words, within} = directive;
		const redirect = redirectOf(name, words, within.at(-1)?.argument);
		if (!redirect) continue;
		const {from, to, isPattern} = redirect;
		if (isPattern ? isMatch(from, path) : isUnder(from, path)) {
			return {is: 'redirected', to, directive};
		}
	}
	return undefined;
}

function redirectOf(name: string, words: readonly string[], location: string | undefined) {
	if (!/^redirect/.test(name)) return undefined;
	const isStatus = /^(?:\d{3}|permanent|temp|seeother|gone)$/i.test(words[0] ?? '');
	const rest = isStatus && !/^redirect(?:permanent|temp)$/.test(name) ? words.slice(1) : words;
	const isPattern = name === 'redirectmatch';
	if (rest.length >= 2) return {from: rest[0] ?? '', to: rest[1] ?? '', isPattern};
	if (location !== undefined) return {from: location, to: rest[0] ?? '', isPattern: false};
	return undefined;
}

/** RewriteRules that may take the path, where the engine is on; their conditions are not worked out. */
export function rewriteRules(scope: Scope, path: string): readonly Directive[] {
	const engine = scope.directives.findLast(
		({name, within}) => name === 'rewriteengine' && within.length === 0,
	);
	if (!/^on$/i.test(engine?.words[0] ?? '')) return [];
	return scope.directives.filter(({name, words: [pattern = '', target, flags = ''], within}) => {
		// A dash goes on unchanged, unless a flag ends the request.
		if (name !== 'rewriterule' || within.length > 0 || target === undefined) return false;
		if (target === '-' && !/\b(?:F|G|R=4\d\d|forbidden|gone)\b/.test(flags)) return false;
		const isNegated = pattern.startsWith('!');
		return isNegated !== isMatch(isNegated ? pattern.slice(1) : pattern, path);
	});
}

/** `SetHandler jakarta-servlet` around the path, by which mod_jk is reached without a mount. */
export function handlerRoad(scope: Scope, path: string): Road | undefined {
	const directive = scope.directives.find(({name, words, within}) => {
		if (name !== 'sethandler' || !/^jakarta-servlet$/i.test(words[0] ?? '')) return false;
		const location = within.at(-1);
		if (!location) return true;
		if (location.name === 'locationmatch') return isMatch(location.argument, path);
		return location.name === 'location' && isUnder(location.argument, path);
	});
	return directive && {is: 'handler', directive};
}

/** `SetEnvIf Request_URI … no-jk`, which keeps mod_jk away. */
export function noJkRule(scope: Scope, path: string): Directive | undefined {
	return scope.directives.find(({name, words: [attribute = '', pattern = '', ...set]}) => {
		if (!/^setenvif/.test(name) || !/^request_uri$/i.test(attribute)) return false;
		return set.some(each => /^no-jk(?:=|$)/.test(each)) && isMatch(pattern, path);
	});
}

/** By whole segments, as mod_alias and mod_proxy compare: /evj takes /evj/x and not /evjx. */
function isUnder(prefix: string, path: string): boolean {
	const bare = prefix.replace(/^"(.*)"$/, '$1');
	if (!path.startsWith(bare)) return false;
	return bare.endsWith('/') || path.length === bare.length || path[bare.length] === '/';
}

/** The expressions of httpd are PCRE; what this program can't read is taken as no match. */
function isMatch(pattern: string, path: string): boolean {
	try {
		const bare = pattern.replace(/^"(.*)"$/, '$1');
		const anyCase = bare.startsWith('(?i)');
		return new RegExp(anyCase ? bare.slice(4) : bare, anyCase ? 'i' : '').test(path);
	} catch {
		return false;
	}
}
