import type {Configuration, Directive, Place, Scope} from './configuration.js';

/** One mount or exclusion in force, as mod_jk keeps it. */
export type MountRule = {
	readonly path: string;
	readonly worker: string;
	readonly isExclusion: boolean;
	readonly place: Place;
	/** It comes from the global part, by JkMountCopy. */
	readonly isInherited: boolean;
	/** It stands in `<Location>`, whose argument is its path, to the letter. */
	readonly isInLocation: boolean;
	/** As written, for the screen. */
	readonly text: string;
};

/** Rules in force for a scope, most specific first. */
export function mountRules(configuration: Configuration, scope: Scope): readonly MountRule[] {
	const {main, mountFiles} = configuration;
	const own = rulesOf(scope, false);
	const isCopied = scope !== main && copiesMounts(scope, main);
	const inherited = isCopied ? rulesOf(main, true) : [];
	const rules = new Map<string, MountRule>();
	// mod_jk keeps one rule a path: the last in a scope, and that of the virtual host before the copied one.
	for (const rule of [...inherited, ...own]) {
		rules.set(`${rule.isExclusion ? '!' : ''}${rule.path}`, rule);
	}
	const fileOf = (from: Scope) =>
		from.directives.findLast(({name}) => name === 'jkmountfile')?.words[0];
	const ownFile = fileOf(scope);
	const file = ownFile ?? (isCopied ? fileOf(main) : undefined);
	const fromFile = (mountFiles.get(file ?? '') ?? []).flatMap(rule =>
		rule.path.startsWith('-') ? [] : fileRule(rule, ownFile === undefined),
	);
	return [...[...rules.values()].flatMap(split), ...fromFile.flatMap(split)].toSorted(
		(left, right) =>
			slashes(right.path) - slashes(left.path) || right.path.length - left.path.length,
	);
}

/** `JkMountCopy On` in the virtual host, or `All` in the global part unless the host says Off. */
export function copiesMounts(scope: Scope, main: Scope): boolean {
	const own = lastCopy(scope);
	if (own !== undefined) return /^(?:on|all)$/i.test(own);
	return /^all$/i.test(lastCopy(main) ?? '');
}

const lastCopy = (scope: Scope) =>
	scope.directives.findLast(({name}) => name === 'jkmountcopy')?.words[0];

/** What mod_jk finds for a path: the most specific mount, unless any exclusion of its worker matches too. The order of the lines plays no part. */
export function findMount(
	rules: readonly MountRule[],
	path: string,
): {readonly mount?: MountRule; readonly exclusion?: MountRule} {
	const mount = rules.find(rule => !rule.isExclusion && pathMatches(rule.path, path));
	if (!mount) return {};
	const exclusion = rules.find(
		rule =>
			rule.isExclusion &&
			(rule.worker === '*' || rule.worker === mount.worker) &&
			pathMatches(rule.path, path),
	);
	return {mount, exclusion};
}

/** `*` stands for any characters, slashes too, `?` for one; everything else to the letter. */
export function pathMatches(pattern: string, path: string): boolean {
	if (!/[*?]/.test(pattern)) return pattern === path;
	// Greedy with one step back suffices for *, and stays linear where a regular expression would not.
	let inPattern = 0;
	let inPath = 0;
	let star = -1;
	let after = 0;
	while (inPath < path.length) {
		const expected = pattern[inPattern];
		if (expected === '*') {
			star = inPattern;
			after = inPath;
			inPattern += 1;
		} else if (expected === '?' || (expected !== undefined && expected === path[inPath])) {
			inPattern += 1;
			inPath += 1;
		} else if (star !== -1) {
			inPattern = star + 1;
			after += 1;
			inPath = after;
		} else {
			return false;
		}
	}
	return /^\**$/.test(pattern.slice(inPattern));
}

/** A directive as a rule: in `<Location>` its one argument is the worker. */
function rulesOf(scope: Scope, isInherited: boolean): readonly MountRule[] {
	return scope.directives.flatMap(directive => {
		const {name, words, place, within} = directive;
		if (name !== 'jkmount' && name !== 'jkunmount') return [];
		const location = within.at(-1);
		const [path = '', worker] = location ? [locationPath(location.argument), words[0]] : words;
		if (worker === undefined || !path.startsWith('/')) return [];
		return [
			{
				path,
				worker: workerName(worker),
				isExclusion: name === 'jkunmount',
				place,
				isInherited,
				isInLocation: location !== undefined,
				text: textOf(directive),
			},
		];
	});
}

/** Also of `<Location ~ "…">`, where mod_jk takes the expression to the letter. */
const locationPath = (argument: string) => argument.replace(/^~\s*/, '').replace(/^"(.*)"$/, '$1');

/** Rule extensions follow the worker's name after a semicolon. */
const workerName = (worker: string) => worker.split(';', 1)[0] ?? worker;

function fileRule(
	{path, worker, place}: {readonly path: string; readonly worker: string; readonly place: Place},
	isInherited: boolean,
): readonly MountRule[] {
	const isExclusion = path.startsWith('!');
	return [
		{
			path: isExclusion ? path.slice(1) : path,
			worker: workerName(worker),
			isExclusion,
			place,
			isInherited,
			isInLocation: false,
			text: `${path}=${worker}`,
		},
	];
}

/** `/evj|/*` is `/evj` and `/evj/*`. */
function split(rule: MountRule): readonly MountRule[] {
	const bar = rule.path.indexOf('|');
	if (bar === -1) return [rule];
	const path = rule.path.slice(0, bar);
	return [
		{...rule, path},
		{...rule, path: path + rule.path.slice(bar + 1)},
	];
}

const slashes = (path: string) => path.split('/').length;

const spellings: Readonly<Record<string, string>> = {
	jkmount: 'JkMount',
	jkunmount: 'JkUnMount',
	proxypass: 'ProxyPass',
	proxypassmatch: 'ProxyPassMatch',
	redirect: 'Redirect',
	redirectmatch: 'RedirectMatch',
	redirectpermanent: 'RedirectPermanent',
	redirecttemp: 'RedirectTemp',
	rewriterule: 'RewriteRule',
	sethandler: 'SetHandler',
	setenvif: 'SetEnvIf',
	setenvifnocase: 'SetEnvIfNoCase',
};

/** A directive as an admin would write it. */
export const textOf = ({name, words}: Directive) => [spellings[name] ?? name, ...words].join(' ');
