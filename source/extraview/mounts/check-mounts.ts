import type {Configuration, Scope} from './configuration.js';
import {
	answersTo,
	type Chosen,
	chooseHost,
	describeScope,
	isSecureHost,
	ownDirectives,
} from './host-names.js';
import type {Instance} from './instance.js';
import {judgeHost} from './judge-host.js';
import {mountLines} from './mount-lines.js';
import {mountRules, pathMatches} from './mount-rules.js';
import {type HostVerdict, type Insertion, placeText, type Verdict} from './verdict.js';

export type MountReport = {
	readonly instance: Instance;
	/** The one that requests for the base URL come to stands first. */
	readonly hosts: readonly HostVerdict[];
	/** Undefined where no host can be told, since something in front of httpd answers on that port. */
	readonly chosen?: HostVerdict;
	readonly workers: readonly string[];
	/** Of this Tomcat, as far as it can be told from the configuration. */
	readonly worker?: string;
	/** What to know beside the verdicts. */
	readonly notes: readonly string[];
};

/** Whether the instance's redirect URI reaches Tomcat, for every virtual host, and what to add where it does not. `worker` is the admin's own choice. */
export function checkMounts(
	configuration: Configuration,
	instance: Instance,
	worker?: string,
): MountReport {
	const chosen = chooseHost(configuration, instance);
	const known = worker ?? workerOf(configuration, instance);
	// The global part serves what no virtual host takes; with hosts on every port it serves nothing.
	const scopes =
		configuration.hosts.length === 0 || chosen.by === 'main'
			? [configuration.main, ...configuration.hosts]
			: configuration.hosts;
	const hosts = scopes
		.map(scope => hostVerdict(configuration, scope, instance, chosen, known))
		.toSorted((left, right) => Number(right.isChosen) - Number(left.isChosen));
	return {
		instance,
		hosts,
		chosen: hosts.find(host => host.isChosen),
		workers: configuration.workers,
		worker: known,
		notes: [
			...choiceNotes(configuration, instance, chosen, hosts),
			...configuration.unread.map(({file, why, includedAt}) =>
				[
					`${file} was not read. ${why}`,
					...(includedAt ? [`(${placeText(includedAt)})`] : []),
				].join(' '),
			),
			...configuration.notes,
		],
	};
}

function hostVerdict(
	configuration: Configuration,
	scope: Scope,
	instance: Instance,
	chosen: Chosen,
	worker: string | undefined,
): HostVerdict {
	const {verdict, hints} = judgeHost(configuration, scope, instance);
	return {
		name: describeScope(scope),
		scope,
		place: scope.place,
		isSecure: isSecureHost(scope, configuration.main),
		isChosen: scope === chosen.scope && chosen.by !== 'nothing',
		verdict,
		insertion: insertionFor(scope, verdict, instance, worker),
		hints,
	};
}

function insertionFor(
	scope: Scope,
	verdict: Verdict,
	instance: Instance,
	worker: string | undefined,
): Insertion | undefined {
	if (verdict.is !== 'blocked' || !verdict.canAdd || worker === undefined) return undefined;
	const {place, end} = scope;
	// What is generated can't be edited where it appears.
	if (place.isFromMacro || (scope.addresses && !end)) return undefined;
	return {
		file: end?.file ?? place.file,
		beforeLine: end?.line,
		lines: mountLines(instance, worker),
		worker,
	};
}

/** The worker that other paths of the instance are mounted on, else the only one there is. */
function workerOf(configuration: Configuration, instance: Instance): string | undefined {
	const {main, hosts, workers} = configuration;
	const rules = [...hosts, main].flatMap(scope => mountRules(configuration, scope));
	const mounts = rules.filter(({isExclusion}) => !isExclusion);
	const prefix = `${instance.path}/`.toLowerCase();
	const near = mounts.find(
		({path}) =>
			instance.path !== '' &&
			(path.toLowerCase() === instance.path.toLowerCase() ||
				path.toLowerCase().startsWith(prefix) ||
				(/[*?]/.test(path) && pathMatches(path, `${instance.path}/x`))),
	);
	if (near) return near.worker;
	if (workers.length === 1) return workers[0];
	const used = new Set(
		mounts.map(({worker}) => worker).filter(name => !/status|manager/i.test(name)),
	);
	return workers.length === 0 && used.size === 1 ? [...used][0] : undefined;
}

function choiceNotes(
	{hosts, main}: Configuration,
	instance: Instance,
	{scope, by, isPortElsewhere}: Chosen,
	verdicts: readonly HostVerdict[],
): readonly string[] {
	const passing = verdicts.find(({verdict}) => verdict.is === 'passes');
	if (by === 'nothing') {
		return [
			`No virtual host is on port ${instance.port} or has the name ${instance.host}: something in front of httpd answers there, and every host may be the one that it asks.`,
		];
	}
	const notes: string[] = [];
	if (isPortElsewhere) {
		notes.push(
			`No virtual host is on port ${instance.port}: something in front of httpd answers there. It is taken to ask ${describeScope(scope)}.`,
		);
	}
	if (by === 'first') {
		notes.push(
			`No ServerName or ServerAlias is ${instance.host}: its requests go to the first virtual host on port ${instance.port}, ${describeScope(scope)}.`,
		);
	}
	const chosen = verdicts.find(({isChosen}) => isChosen);
	if (passing && chosen && chosen.verdict.is === 'blocked') {
		notes.push(
			`The path passes in ${passing.name} (${placeText(passing.place)}), but requests for ${instance.url} go to ${chosen.name} (${placeText(chosen.place)}).`,
		);
	}
	const twins = hosts.filter(
		host =>
			host !== scope &&
			answersTo(host, instance.host) &&
			isSecureHost(host, main) === isSecureHost(scope, main),
	);
	const doubles = twins.filter(host => host.addresses?.join(' ') === scope.addresses?.join(' '));
	for (const twin of doubles) {
		notes.push(
			`${placeText(twin.place)} has the same name and address, and is never asked: the first wins.`,
		);
	}
	if (instance.isSecure && by === 'name' && !isPortElsewhere && !isSecureHost(scope, main)) {
		const engine = ownDirectives(scope, 'sslengine').at(-1);
		notes.push(
			engine
				? `${placeText(engine.place)} switches TLS off in ${describeScope(scope)}.`
				: `${describeScope(scope)} has no SSLEngine On, though the base URL begins with https.`,
		);
	}
	return notes;
}
