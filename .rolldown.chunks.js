import path from 'node:path';

const source = path.join(import.meta.dirname, 'source');
const inSource = names => names.map(name => path.join(source, name));

/** What the dynamic imports on the way to the first screen lead to. */
const starts = {
	base: inSource(['cli.ts']),
	watch: inSource([
		'commands/refresh.ts',
		'commands/watch.ts',
		'storage/config-directory.ts',
		'storage/handed-key.ts',
		'storage/network-file-system.ts',
		'storage/store-choice.ts',
		'unattended/lookout-process.ts',
		'unattended/open-watch.ts',
	]),
	core: inSource([
		'commands/screens.ts',
		'create-services.ts',
		'storage/audit-log.ts',
		'storage/config-directory.ts',
		'storage/unlock.ts',
		'tasks/lookout.ts',
	]),
	first: inSource(['start-screens.ts']),
	screens: inSource(['ui/show.tsx']),
};

/** Everything that is imported for its code, from there on. */
function reach(ids, context) {
	const reached = new Set(ids);
	for (const id of reached) {
		for (const imported of context.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
	}
	return reached;
}

let reached;

/**
Few files, since each costs as much as many lines: `base` is what every command needs, `core` what all with a store need; `first` draws the first screen, and `screens` brings Ink to go on from there. `watch` is what the watcher needs beside `base`, and all that stays in memory with it. The rest is loaded by the command or task that needs it.
*/
export const chunks = {
	includeDependenciesRecursively: false,
	groups: [
		{
			debugName: 'first screen',
			name(id, context) {
				reached ??= Object.fromEntries(
					Object.entries(starts).map(([name, ids]) => [name, reach(ids, context)]),
				);
				if (starts.base.includes(id)) return undefined;
				const found = Object.keys(starts).filter(name => reached[name].has(id));
				return found[0] === 'watch' && found.length > 1 ? 'base' : found[0];
			},
		},
	],
};
