import type {Configuration, Directive, Scope, Section} from './configuration.js';

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

/** Redirect and RedirectMatch that take the path: those of the scope, then those of the global part, which every host inherits. `isLate` are those in sections, which httpd asks after all that map the path, and obeys all the same. */
export function redirectRoad(
	{main}: Configuration,
	scope: Scope,
	path: string,
	isLate: boolean,
): Road | undefined {
	const directives = scope === main ? main.directives : [...scope.directives, ...main.directives];
	for (const directive of directives) {
		const {name, words, within} = directive;
		const section = within.at(-1);
		if (!/^redirect/.test(name) || (section !== undefined) !== isLate) continue;
		if (section && !sectionTakes(section, path)) continue;
		const redirect = redirectOf(name, words);
		if (!redirect) continue;
		const {from, to} = redirect;
		const takes = name === 'redirectmatch' ? isMatch : isUnder;
		if (from === undefined ? section : takes(from, path)) return {is: 'redirected', to, directive};
	}
	return undefined;
}

function redirectOf(name: string, words: readonly string[]) {
	const isStatus = /^(?:\d{3}|permanent|temp|seeother|gone)$/i.test(words[0] ?? '');
	const rest = isStatus && !/^redirect(?:permanent|temp)$/.test(name) ? words.slice(1) : words;
	const [first, second] = rest;
	if (second !== undefined) return {from: first, to: second};
	return first === undefined ? undefined : {from: undefined, to: first};
}

/** Whether `<Location>` or `<LocationMatch>` holds for the path. */
function sectionTakes({name, argument}: Section, path: string): boolean {
	if (name === 'locationmatch' || /^~\s/.test(argument)) {
		return isMatch(argument.replace(/^~\s*/, ''), path);
	}
	return name === 'location' && isUnder(argument, path);
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
		const section = within.at(-1);
		return section === undefined || sectionTakes(section, path);
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
