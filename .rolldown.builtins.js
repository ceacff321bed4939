/** Modules of Node which the first screen does without; what they export is looked up when it is called. */
const late = new Set([
	'node:child_process',
	'node:crypto',
	'node:fs/promises',
	'node:net',
	'node:sea',
	'node:timers/promises',
	'node:v8',
]);

const statement =
	/^import (?:([\w$]+)|)(?:, )?(?:\* as ([\w$]+)|)(?:\{([^}]*)\}|) from "(node:[\w/]+)";$/gm;
const isCallable = name => name !== 'constants';

/**
An import of a module of Node makes a view of it with all that it exports, and so creates the streams of the process and more. A look-up does not.
*/
export const quickBuiltins = {
	name: 'quick-builtins',
	generateBundle(_options, bundle) {
		for (const chunk of Object.values(bundle)) {
			if (chunk.type !== 'chunk') continue;
			const code = chunk.code.replace(statement, (_all, ...parts) => lookUps(parts));
			chunk.code = code
				.replace(/= __require\("assert"\);/g, '= quickLate(() => __require("assert"));')
				.replace(/^(?!import )/m, `${helpers}\n$&`);
		}
	},
};

// Node before 22.3 has no getBuiltinModule; the entry is CommonJS, and has require.
const helpers = `const quickBuiltin = process.getBuiltinModule ?? (name => process.mainModule.require(name));
const quickLate = find => new Proxy(function () {}, {
	apply: (_, self, given) => find()(...given),
	construct: (_, given) => new (find())(...given),
	get: (_, name) => find()[name],
});`;

function lookUps([whole, namespace, named, from]) {
	const module = `quickBuiltin("${from}")`;
	const isLate = late.has(from);
	const lines = [whole, namespace]
		.filter(Boolean)
		.map(name => `const ${name} = ${isLate ? `quickLate(() => ${module})` : module};`);
	const names = (named ?? '').split(',').flatMap(part => {
		const [name, local = name] = part.trim().split(' as ');
		return name ? [[name, local]] : [];
	});
	const eager = names.filter(([name]) => !isLate || !isCallable(name));
	if (eager.length > 0) {
		const pairs = eager.map(([name, local]) => (name === local ? name : `${name}: ${local}`));
		lines.push(`const { ${pairs.join(', ')} } = ${module};`);
	}
	for (const [name, local] of names.filter(pair => !eager.includes(pair))) {
		lines.push(`const ${local} = quickLate(() => ${module}.${name});`);
	}
	return lines.join('\n');
}

/** Packages in CommonJS which the first screen does without; they are evaluated when something of theirs is asked for. */
const latePackages = ['proper-lockfile', 'semver', 'stack-utils'];
const prefix = '\0late:';

export const latePackagesInCommonJs = {
	name: 'late-packages',
	resolveId(id, importer) {
		const isWanted = latePackages.includes(id) && !importer?.startsWith(prefix);
		return isWanted && !/[\\/]node_modules[\\/](?:semver|proper-lockfile)[\\/]/.test(importer ?? '')
			? prefix + id
			: undefined;
	},
	load(id) {
		if (!id.startsWith(prefix)) return undefined;
		const name = JSON.stringify(id.slice(prefix.length));
		return `export default new Proxy(function () {}, {
	apply: (_, self, given) => require(${name})(...given),
	construct: (_, given) => new (require(${name}))(...given),
	get: (_, key) => require(${name})[key],
});`;
	},
};
