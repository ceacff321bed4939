import type {MountFileRule} from './configuration.js';

/** Lines of `workers.properties`, or of JkWorkerProperty. Of each only lists and types are looked at: `secret` lines never leave this function. */
export function workerNames(lines: readonly string[]): readonly string[] {
	const listed: string[] = [];
	const status = new Set<string>();
	for (const line of lines) {
		const list = /^\s*worker\.list\s*=\s*(.*)$/i.exec(line)?.[1];
		// Several lists add up, as mod_jk reads them.
		if (list !== undefined) listed.push(...list.split(/[\s,]+/).filter(name => name !== ''));
		const type = /^\s*worker\.([^.=\s]+)\.type\s*=\s*(\S+)/i.exec(line);
		if (type?.[1] && type[2]?.toLowerCase() === 'status') status.add(type[1]);
	}
	return [...new Set(listed)].filter(name => !status.has(name));
}

/** The rules of a mount file (`uriworkermap.properties`); comments begin anywhere on a line. */
export function mountFileRules(text: string, file: string): readonly MountFileRule[] {
	return text.split('\n').flatMap((raw, index) => {
		const line = raw.replace(/#.*$/, '').trim();
		const equals = line.indexOf('=');
		if (equals <= 0) return [];
		const path = line.slice(0, equals).trim();
		const worker = line.slice(equals + 1).trim();
		return [{path, worker, place: {file, line: index + 1}}];
	});
}
