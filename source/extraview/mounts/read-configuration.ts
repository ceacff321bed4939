import {type Facts, holds, isConditional, moduleName} from './conditions.js';
import type {
	Configuration,
	Directive,
	Library,
	MountFileRule,
	Place,
	Section,
	Setting,
	Skipped,
	Unread,
	Wanted,
} from './configuration.js';
import {logicalLines, splitWords} from './logical-line.js';
import {type Macro, type Sourced, writeOut} from './macro.js';
import {mountFileRules, workerNames} from './worker-files.js';

const kept: ReadonlySet<string> = new Set(
	[
		'servername serveralias sslengine sethandler setenvif setenvifnocase',
		'jkmount jkunmount jkmountcopy jkmountfile',
		'proxypass proxypassmatch redirect redirectmatch redirectpermanent redirecttemp',
		'rewriteengine rewriterule rewritecond',
	].flatMap(names => names.split(' ')),
);

const maxDepth = 20;
/** Macros and includes multiply; no honest configuration comes near. */
const maxLines = 500_000;

type OpenScope = {
	addresses?: readonly string[];
	place: Place;
	end?: Place;
	directives: Directive[];
};
type Frame = {
	readonly scope: OpenScope;
	readonly within: readonly Section[];
	/** The outermost condition that does not hold. */
	readonly unmet?: string;
};
type Open = {readonly name: string; readonly frame: Frame; readonly host?: OpenScope};

/** Reads a configuration as httpd does: in order, with includes, conditions, variables and macros. What the library lacks is told as wanted; read again with it until nothing is. */
export function readConfiguration(
	entry: string,
	library: Library,
	setting: Setting,
): {readonly configuration: Configuration; readonly wanted: Wanted} {
	const wantedFiles = new Set<string>();
	const wantedPatterns = new Set<string>();
	const files = new Set<string>();
	const includes = new Set<string>();
	const notes = new Set<string>();
	const unread: Unread[] = [];
	const skipped: Skipped[] = [];
	const modules = new Set(setting.compiledIn.map(moduleName));
	const defines = new Map((setting.defines ?? []).map(name => [name, '']));
	const macros = new Map<string, Macro>();
	const workerLines: string[] = [];
	const mountFiles = new Map<string, readonly MountFileRule[]>();
	const hosts: OpenScope[] = [];
	const main: OpenScope = {place: {file: entry, line: 1}, directives: []};
	let root = setting.root;
	let lines = 0;

	const facts: Facts = {
		modules,
		defines: new Set<string>(),
		version: setting.version ?? '2.4.0',
		hasFile: path => matchesOf(absolute(path))?.includes(absolute(path)),
	};
	const currentFacts = (): Facts => ({...facts, defines: new Set(defines.keys())});
	const absolute = (path: string) =>
		(path.startsWith('/') ? path : `${root}/${path}`).replace(/\/{2,}/g, '/');

	includeFile(entry, {scope: main, within: []}, []);
	return {
		configuration: {
			main,
			hosts,
			skipped,
			modules,
			unread,
			files: [...files],
			includes: [...includes],
			workers: workerNames(workerLines),
			mountFiles,
			notes: [...notes],
		},
		wanted: {files: [...wantedFiles], patterns: [...wantedPatterns]},
	};

	function matchesOf(pattern: string): readonly string[] | undefined {
		const matches = library.matches.get(pattern);
		if (!matches) wantedPatterns.add(pattern);
		return matches;
	}

	function textOf(file: string, includedAt?: Place): string | undefined {
		const known = library.texts.get(file);
		if (!known) wantedFiles.add(file);
		else if ('why' in known) {
			if (!unread.some(each => each.file === file)) unread.push({file, why: known.why, includedAt});
		} else {
			files.add(file);
			return known.text;
		}
		return undefined;
	}

	function includeFile(file: string, frame: Frame, parents: readonly string[], at?: Place) {
		if (parents.includes(file)) {
			unread.push({file, why: 'It includes itself, so that httpd does not start.', includedAt: at});
			return;
		}
		if (parents.length >= maxDepth) {
			const why = `It is included through more than ${maxDepth} files.`;
			unread.push({file, why, includedAt: at});
			return;
		}
		const text = textOf(file, at);
		if (text === undefined) return;
		const sourced = logicalLines(text).map(line => ({...line, file}));
		readLines(sourced, frame, [...parents, file]);
	}

	function readLines(all: readonly Sourced[], outer: Frame, parents: readonly string[]) {
		const open: Open[] = [];
		let frame = outer;
		let macro: {readonly name: string; readonly parameters: string[]; body: Sourced[]} | undefined;
		for (const line of all) {
			lines += 1;
			if (lines > maxLines) {
				notes.add(`Only the first ${maxLines} lines were read.`);
				return;
			}
			if (macro) {
				if (!/^<\/macro\s*>/i.test(line.text)) macro.body.push({...line, isFromMacro: true});
				else {
					macros.set(macro.name, macro);
					macro = undefined;
				}
				continue;
			}
			const place: Place = {
				file: line.file,
				line: line.line,
				...(line.isFromMacro && {isFromMacro: true}),
			};
			const closing = /^<\/\s*([\w-]+)/.exec(line.text)?.[1]?.toLowerCase();
			if (closing !== undefined) {
				const last = open.findLastIndex(({name}) => name === closing);
				if (last === -1) continue;
				const closed = open[last];
				open.length = last;
				if (closed?.host) closed.host.end = place;
				frame = closed?.frame ?? outer;
				continue;
			}
			const opening = /^<\s*([\w-]+)\s*(.*?)>?\s*$/.exec(line.text);
			if (opening) {
				const name = (opening[1] ?? '').toLowerCase();
				const argument = resolve(opening[2] ?? '');
				const words = splitWords(argument);
				if (name === 'macro' && frame.unmet === undefined) {
					const [macroName = '', ...parameters] = words;
					macro = {name: macroName.toLowerCase(), parameters, body: []};
					continue;
				}
				const host = name === 'virtualhost' ? openHost(words, place, frame) : undefined;
				open.push({name, frame, host});
				frame = inside(name, argument, words, frame, host);
				continue;
			}
			readDirective(line, place, frame, parents);
		}
	}

	function openHost(addresses: readonly string[], place: Place, frame: Frame) {
		const host: OpenScope = {addresses, place, directives: []};
		if (frame.unmet === undefined) hosts.push(host);
		return host;
	}

	function inside(
		name: string,
		argument: string,
		words: readonly string[],
		frame: Frame,
		host: OpenScope | undefined,
	): Frame {
		if (host) return {...frame, scope: host, within: []};
		if (!isConditional(name)) {
			return {...frame, within: [...frame.within, {name, argument: words.join(' ')}]};
		}
		if (frame.unmet !== undefined || holds(name, words, currentFacts())) return frame;
		return {...frame, unmet: `<${sectionNames[name] ?? name} ${argument}>`};
	}

	function readDirective(
		line: Sourced,
		place: Place,
		frame: Frame,
		parents: readonly string[],
	): void {
		const space = line.text.search(/\s/);
		const written = space === -1 ? line.text : line.text.slice(0, space);
		const name = written.toLowerCase();
		const rest = space === -1 ? '' : resolve(line.text.slice(space).trim());
		if (frame.unmet !== undefined) {
			if (/^jk(?:un)?mount/.test(name)) {
				const directive = {name, words: splitWords(rest), place, within: frame.within};
				skipped.push({directive, condition: frame.unmet});
			}
			return;
		}
		const words = splitWords(rest);
		const [first = '', second = ''] = words;
		switch (name) {
			case 'serverroot':
				root = first;
				return;
			case 'define':
				if (/[:{}]/.test(first)) return;
				defines.set(first, second);
				return;
			case 'undefine':
				defines.delete(first);
				return;
			case 'loadmodule':
				modules.add(first);
				if (second !== '') modules.add(moduleName(second));
				return;
			case 'include':
			case 'includeoptional':
				include(first, name, place, frame, parents);
				return;
			case 'use':
				expandMacro(first, words.slice(1), place, frame, parents);
				return;
			case 'jkworkersfile':
				workerLines.push(...(textOf(absolute(first), place)?.split('\n') ?? []));
				return;
			case 'jkworkerproperty':
				workerLines.push(rest);
				return;
		}
		if (!kept.has(name)) return;
		const directive = {name, words, place, within: frame.within};
		frame.scope.directives.push(directive);
		if (name === 'jkmountfile') {
			const file = absolute(first);
			const text = textOf(file, place);
			if (text !== undefined) mountFiles.set(file, mountFileRules(text, file));
			frame.scope.directives[frame.scope.directives.length - 1] = {...directive, words: [file]};
		}
	}

	function include(
		argument: string,
		name: string,
		place: Place,
		frame: Frame,
		parents: readonly string[],
	) {
		const pattern = absolute(argument);
		includes.add(pattern);
		const matches = matchesOf(pattern);
		if (matches?.length === 0 && name === 'include' && !/[*?[]/.test(pattern)) {
			unread.push({
				file: pattern,
				why: 'It is not there, so that httpd does not start.',
				includedAt: place,
			});
		}
		for (const file of matches ?? []) includeFile(file, frame, parents, place);
	}

	function expandMacro(
		name: string,
		values: readonly string[],
		place: Place,
		frame: Frame,
		parents: readonly string[],
	) {
		const macro = macros.get(name.toLowerCase());
		const mark = `macro ${name.toLowerCase()}`;
		if (!macro || parents.includes(mark) || parents.length >= maxDepth) {
			notes.add(`Use ${name} in ${place.file}:${place.line} could not be followed.`);
			return;
		}
		readLines(writeOut(macro, values), frame, [...parents, mark]);
	}

	/** `${NAME}`: of Define, then of the environment; an unknown one stays, as httpd leaves it. */
	function resolve(text: string): string {
		return text.replace(
			/\$\{([^{}]+)\}/g,
			(whole, name: string) => defines.get(name) ?? setting.variables.get(name) ?? whole,
		);
	}
}

const sectionNames: Readonly<Record<string, string>> = {
	ifmodule: 'IfModule',
	ifdefine: 'IfDefine',
	ifversion: 'IfVersion',
	iffile: 'IfFile',
	ifdirective: 'IfDirective',
	ifsection: 'IfSection',
};
