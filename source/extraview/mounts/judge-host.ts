import type {Configuration, Directive, Scope} from './configuration.js';
import {isSecureHost} from './host-names.js';
import type {Instance} from './instance.js';
import {blockedBy, judgeMounts} from './judge-mounts.js';
import {textOf} from './mount-rules.js';
import {handlerRoad, proxyRoad, redirectRoad, rewriteRules} from './other-roads.js';
import {placeText, type Verdict} from './verdict.js';

/** What a virtual host does with the instance's redirect URI, in the order in which httpd's modules are asked. */
export function judgeHost(
	configuration: Configuration,
	scope: Scope,
	instance: Instance,
): {readonly verdict: Verdict; readonly hints: readonly string[]} {
	const path = instance.redirectPath;
	const rewrites = judgeRewrites(configuration, scope, path);
	const redirect = judgeRedirect(configuration, scope, path, false);
	const first =
		rewrites.verdict ??
		judgeProxy(configuration, scope, path) ??
		judgeRedirect(configuration, scope, path, true) ??
		// mod_alias and mod_jk are asked in the order in which they were loaded.
		(isBefore(configuration, 'alias_module', 'jk_module') ? redirect : undefined);
	if (first) return {verdict: first, hints: rewrites.hints};
	const mounted = judgeHandler(scope, path) ?? judgeMounts(configuration, scope, instance);
	const verdict = mounted.is === 'passes' ? mounted : (redirect ?? mounted);
	return {verdict, hints: rewrites.hints};
}

function judgeRewrites(
	{main}: Configuration,
	scope: Scope,
	path: string,
): {readonly verdict?: Verdict; readonly hints: readonly string[]} {
	const hints: string[] = [];
	for (const rule of rewriteRules(scope, path)) {
		const [, target = '', flags = ''] = rule.words;
		const isConditional = hasCondition(scope, rule, !isSecureHost(scope, main));
		const isProxied = /\b(?:P|proxy)\b/.test(flags);
		const isRedirect = /^https?:\/\//i.test(target) || /\bR\b|\bredirect\b/.test(flags);
		if (!isConditional && isProxied) return {verdict: proxied(target, rule), hints};
		if (!isConditional && isRedirect) return {verdict: redirected(target, rule), hints};
		if (!isConditional && /\b(?:F|G)\b/.test(flags)) {
			return {verdict: blockedBy('rewritten', 'A RewriteRule refuses the path', rule), hints};
		}
		hints.push(`${placeText(rule.place)} may take it first: ${textOf(rule)}`);
	}
	return {hints};
}

/** Whether conditions stand right before the rule; one that only asks for plain http is met where there is no TLS. */
function hasCondition({directives}: Scope, rule: Directive, isPlain: boolean): boolean {
	let index = directives.indexOf(rule) - 1;
	let has = false;
	while (directives[index]?.name === 'rewritecond') {
		const words = directives[index]?.words.join(' ') ?? '';
		const asksForPlain = /^%\{HTTPS\} (?:!=?on|=?off)\b/i.test(words);
		if (!(asksForPlain && isPlain)) has = true;
		index -= 1;
	}
	return has;
}

function judgeProxy(configuration: Configuration, scope: Scope, path: string) {
	const road = proxyRoad(configuration, scope, path);
	return road?.is === 'proxied' ? proxied(road.to, road.directive) : undefined;
}

function judgeRedirect(configuration: Configuration, scope: Scope, path: string, isLate: boolean) {
	const road = redirectRoad(configuration, scope, path, isLate);
	return road?.is === 'redirected' ? redirected(road.to, road.directive) : undefined;
}

function isBefore({modules}: Configuration, first: string, second: string): boolean {
	const order = [...modules];
	return !modules.has(second) || order.indexOf(first) < order.indexOf(second);
}

function judgeHandler(scope: Scope, path: string): Verdict | undefined {
	const road = handlerRoad(scope, path);
	return (
		road && {
			is: 'passes',
			through: 'handler',
			sentence: 'A handler hands the path to mod_jk.',
			by: road.directive.place,
			text: textOf(road.directive),
		}
	);
}

const proxied = (to: string, directive: Directive): Verdict => ({
	is: 'passes',
	through: 'mod_proxy',
	sentence: `mod_proxy hands it to ${withoutUserInfo(to)}.`,
	by: directive.place,
	text: withoutUserInfo(textOf(directive)),
});

const redirected = (to: string, directive: Directive): Verdict => ({
	is: 'redirects',
	sentence: `It is redirected to ${withoutUserInfo(to)}.`,
	to: withoutUserInfo(to),
	by: directive.place,
	text: withoutUserInfo(textOf(directive)),
});

/** Backends may be written with a password, and AJP's with a secret. */
const withoutUserInfo = (text: string) =>
	text.replace(/(\w+:\/\/)[^/\s@]*@/g, '$1').replace(/\bsecret=\S+/gi, 'secret=…');
