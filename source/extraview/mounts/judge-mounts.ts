import type {Configuration, Directive, Place, Scope} from './configuration.js';
import type {Instance} from './instance.js';
import {copiesMounts, findMount, type MountRule, mountRules, textOf} from './mount-rules.js';
import {noJkRule} from './other-roads.js';
import {placeText, type Reason, type Verdict} from './verdict.js';

/** What mod_jk does with the redirect URI in a scope, and why it does nothing. */
export function judgeMounts(
	configuration: Configuration,
	scope: Scope,
	instance: Instance,
): Verdict {
	const path = instance.redirectPath;
	const rules = mountRules(configuration, scope);
	const {mount, exclusion} = findMount(rules, path);
	if (mount && !configuration.modules.has('jk_module')) return noModule();
	if (mount && exclusion) return unmounted(mount, exclusion);
	const noJk = mount && noJkRule(scope, path);
	if (noJk) {
		return blockedBy('no-jk', 'The path is mounted, and a no-jk variable keeps mod_jk away', noJk);
	}
	if (mount) return mounted(mount, configuration);
	return (
		unmetCondition(configuration, scope, instance) ??
		wrongCase(rules, instance) ??
		inLocation(scope, instance) ??
		notInherited(configuration, scope, path) ??
		missing(configuration, scope, path)
	);
}

function mounted(mount: MountRule, {workers}: Configuration): Verdict {
	const {place: by, text, worker, isInherited} = mount;
	// Workers may also be built by lists that were not read: only a list that is known tells.
	if (workers.length > 0 && !workers.includes(worker)) {
		return {
			is: 'blocked',
			reason: 'no-worker',
			sentence: `The path is mounted on the worker ${worker}, which no worker.list names. httpd answers 500 for it.`,
			by,
			text,
			fix: [
				`Put the worker of this Tomcat there: ${workers.join(', ')}. Or define ${worker} in the workers file.`,
			],
			canAdd: false,
		};
	}
	const copied = isInherited ? ', copied from the global part' : '';
	return {
		is: 'passes',
		through: 'mod_jk',
		sentence: `It reaches Tomcat’s worker ${worker}${copied}.`,
		by,
		text,
	};
}

function unmounted(mount: MountRule, exclusion: MountRule): Verdict {
	return {
		is: 'blocked',
		reason: 'unmounted',
		sentence: `${mount.text} (${placeText(mount.place)}) takes the path, and an exclusion takes it back. mod_jk checks exclusions after all mounts, wherever they stand.`,
		by: exclusion.place,
		text: exclusion.text,
		fix: [
			`Remove ${placeText(exclusion.place)}, or make it narrower, so that the path is not in it: ${exclusion.text}`,
		],
		canAdd: false,
	};
}

/** Lines are there, within an IfModule or IfDefine that does not hold. */
function unmetCondition(
	{skipped}: Configuration,
	scope: Scope,
	{redirectPath}: Instance,
): Verdict | undefined {
	const found = skipped.find(
		({directive: {name, words, place}}) =>
			name === 'jkmount' &&
			isInside(scope, place) &&
			findMount([ruleOf(words, place)], redirectPath).mount !== undefined,
	);
	if (!found) return undefined;
	const {directive, condition} = found;
	const isModule = /^<IfModule/.test(condition);
	return {
		is: 'blocked',
		reason: 'condition',
		sentence: `The line is there, within ${condition}, which does not hold here.`,
		by: directive.place,
		text: textOf(directive),
		fix: [
			isModule
				? `Load the module that ${condition} asks for, such as by a2enmod jk. Then check again.`
				: `See why ${condition} does not hold, or move the line out of it.`,
		],
		canAdd: false,
	};
}

const isInside = ({place, end}: Scope, {file, line}: Place) =>
	end === undefined || (file === place.file && line > place.line && line < end.line);

const ruleOf = (words: readonly string[], place: Place): MountRule => ({
	path: words[0] ?? '',
	worker: words[1] ?? '',
	isExclusion: false,
	place,
	isInherited: false,
	isInLocation: false,
	text: '',
});

function wrongCase(rules: readonly MountRule[], instance: Instance): Verdict | undefined {
	const {path: instancePath, redirectPath: path} = instance;
	const lower = rules.map(rule => ({...rule, path: rule.path.toLowerCase(), rule}));
	const found = findMount(lower, path.toLowerCase()).mount;
	const rule = found && lower.find(each => each === found)?.rule;
	if (!rule) return undefined;
	const isInstanceSpelled = rule.path.startsWith(instancePath);
	return {
		is: 'blocked',
		reason: 'wrong-case',
		sentence: `${rule.path} is mounted, but the redirect URI asks for ${path}. Letter case counts.`,
		by: rule.place,
		text: rule.text,
		fix: [
			isInstanceSpelled
				? 'Add the two lines; the other spelling can stay.'
				: 'Compare the instance name with what ExtraView’s own screen shows, and correct the base URL or the line.',
		],
		canAdd: isInstanceSpelled,
	};
}

/** A mount in `<Location /evj>` takes that very path and nothing under it. */
function inLocation(scope: Scope, {redirectPath}: Instance): Verdict | undefined {
	const directive = scope.directives.find(({name, within}) => {
		const location = within.at(-1);
		if (name !== 'jkmount' || !location) return false;
		if (location.name === 'location') return redirectPath.startsWith(location.argument);
		return location.name === 'locationmatch';
	});
	if (!directive) return undefined;
	const {name, argument} = directive.within.at(-1) ?? {name: '', argument: ''};
	const section = name === 'location' ? `<Location ${argument}>` : `<LocationMatch ${argument}>`;
	return {
		is: 'blocked',
		reason: 'in-location',
		sentence: `A JkMount within ${section} takes exactly that path, to the letter, and nothing under it.`,
		by: directive.place,
		text: textOf(directive),
		fix: ['Add the two lines outside of the section.'],
		canAdd: true,
	};
}

function notInherited(
	configuration: Configuration,
	scope: Scope,
	path: string,
): Verdict | undefined {
	const {main} = configuration;
	if (scope === main || copiesMounts(scope, main)) return undefined;
	const {mount} = findMount(mountRules(configuration, main), path);
	if (!mount) return undefined;
	return {
		is: 'blocked',
		reason: 'not-inherited',
		sentence: `${mount.text} stands in the global part only, which a virtual host does not inherit.`,
		by: mount.place,
		text: mount.text,
		fix: [
			'Add the two lines to this virtual host. JkMountCopy On in it would copy all mounts of the global part instead.',
		],
		canAdd: true,
	};
}

function missing({modules, main}: Configuration, scope: Scope, path: string): Verdict {
	if (!modules.has('jk_module')) return noModule();
	return {
		is: 'blocked',
		reason: 'missing',
		sentence: `Nothing here mounts ${path}, so that httpd looks for a file of that name and answers 404.`,
		fix: [
			scope === main
				? 'Add the two lines here, outside of every section.'
				: 'Add the two lines to this virtual host.',
		],
		canAdd: true,
	};
}

const noModule = (): Verdict => ({
	is: 'blocked',
	reason: 'no-module',
	sentence: 'mod_jk is not loaded, and mod_proxy has no rule for the path.',
	fix: [
		'See how the other pages of this instance reach Tomcat. Where it is mod_jk, load it, such as by a2enmod jk.',
		'Where it is another server in front, the path has to be let through there.',
	],
	canAdd: false,
});

/** A line that keeps the path away. */
export const blockedBy = (reason: Reason, what: string, directive: Directive): Verdict => ({
	is: 'blocked',
	reason,
	sentence: `${what}.`,
	by: directive.place,
	text: textOf(directive),
	fix: [`Let the path out of ${placeText(directive.place)}: ${textOf(directive)}`],
	canAdd: false,
});
