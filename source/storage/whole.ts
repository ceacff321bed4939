import {rmSync} from 'node:fs';
import {UserError} from '../errors.js';
import {broughtNotify} from './brought-notify.js';
import type {Contents} from './contents.js';
import {grantEntries} from './grant-store.js';
import type {KeySource} from './key-source.js';
import {usualWaitMs} from './lock.js';
import {secretEntries, withStoredTokens} from './secret-store.js';
import {isRecord} from './shape.js';
import {type Content, type StoreFile, storeFile} from './store-file.js';
import {parseNotify, rawNotify} from './stored-notify.js';
import {createTokenKey} from './token-key.js';
import {createTokenStore} from './token-store.js';
import {withGrantsHeld} from './with-grants-held.js';
import {withLock, withLockSync} from './with-lock.js';

/** A store in one piece. */
export type Whole = {
	/** At one moment, when nobody writes. */
	readonly read: () => Promise<Contents>;
	readonly names: () => Promise<readonly string[]>;
	/** No grant is refreshed while the work runs, whose token could be one that is used up a moment later. Throws UserError when a refresh that is under way does not end. */
	readonly still: <Value>(work: () => Promise<Value>) => Promise<Value>;
	/** Brings all of it or nothing. Throws UserError for grants that are there already, unless replacing. */
	readonly put: (contents: Contents, options: {readonly isReplacing: boolean}) => Promise<void>;
};

export type WholeOptions = {
	readonly directory: string;
	readonly key: KeySource;
	readonly waitMs?: number;
	/** How long a refresh may take that is under way. */
	readonly grantWaitMs?: number;
};

const filesOf = ({directory, key}: WholeOptions) => ({
	secrets: storeFile({directory, name: 'secrets', extension: 'enc', key}),
	grants: storeFile({directory, name: 'grants', extension: 'json'}),
	instances: storeFile({directory, name: 'instances', extension: 'json'}),
	notify: storeFile({directory, name: 'notify', extension: 'json'}),
});

type Files = ReturnType<typeof filesOf>;

/** The store in a directory. */
export function localWhole(options: WholeOptions): Whole {
	return {
		read: () =>
			withFiles(options, files => {
				const {secrets, grants, instances} = files;
				const entries = grantEntries(grants.read(), grants.path);
				const names = entries.map(({record: {grant}}) => grant.name);
				const answers = instances.read().instances;
				const {settings, told} = files.notify.read();
				return {
					grants: entries.map(({raw}) => raw),
					secrets: withStoredTokens(
						secretEntries(secrets.read(), secrets.path),
						names,
						tokensOf(options, files),
					),
					instances: isRecord(answers) ? answers : {},
					notify: settings,
					told,
				};
			}),
		names: async () => namesIn(filesOf(options).grants),
		still: work =>
			withGrantsHeld(
				options.directory,
				{names: () => namesIn(filesOf(options).grants), waitMs: options.grantWaitMs},
				work,
			),
		put: ({grants: raws, secrets, instances, ...brought}, {isReplacing}) =>
			withFiles(options, files => {
				const grants = grantEntries({grants: raws}, 'what is brought');
				const names = new Set(grants.map(({record}) => record.grant.name));
				assertFree(names, namesIn(files.grants), isReplacing);
				const others = <Entry>(entries: readonly Entry[], nameOf: (entry: Entry) => string) =>
					entries.filter(entry => !names.has(nameOf(entry)));
				const before = {
					grants: grantEntries(files.grants.read(), files.grants.path),
					secrets: secretEntries(files.secrets.read(), files.secrets.path),
					instances: files.instances.read().instances,
				};
				const told = broughtNotify(parseNotify(files.notify.read()), brought, {
					names,
					isReplacing,
				});
				// Secrets without a grant do no harm, a grant without secrets would ask for a sign-in: it comes last.
				writeAll([
					[files.secrets, {secrets: [...others(before.secrets, ({name}) => name), ...secrets]}],
					[
						files.instances,
						{instances: {...(isRecord(before.instances) && before.instances), ...instances}},
					],
					...(told ? [[files.notify, rawNotify(told)] as const] : []),
					[
						files.grants,
						{
							grants: [...others(before.grants, ({record}) => record.grant.name), ...grants].map(
								({raw}) => raw,
							),
						},
					],
				]);
				// Those that were brought lie with the other secrets until they are renewed.
				const tokens = tokensOf(options, files);
				for (const name of names) tokens.remove(name);
			}),
	};
}

/** Throws UserError for grants that are in the way. */
export function assertFree(
	names: ReadonlySet<string>,
	there: readonly string[],
	isReplacing: boolean,
): void {
	const taken = there.filter(name => names.has(name));
	if (taken.length === 0 || isReplacing) return;
	throw new UserError(
		`Nothing was changed: ${taken.join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already.`,
		['To put what comes in the place of what is there, secrets too, add --replace.'],
	);
}

/** The tokens of each grant, which lie in files of their own. */
function tokensOf({directory, key}: WholeOptions, {secrets}: Files) {
	return createTokenStore(directory, {
		tokenKey: createTokenKey(directory, key.read),
		storeKey: secrets.currentKey,
	});
}

/** All files at rest. Nobody else holds more than one of their locks. */
function withFiles<Value>(options: WholeOptions, work: (files: Files) => Value): Promise<Value> {
	const files = filesOf(options);
	const {waitMs = usualWaitMs} = options;
	files.secrets.ensureDirectory();
	return withLock(files.secrets.path, {waitMs}, () =>
		withLockSync(files.grants.path, waitMs, () =>
			withLockSync(files.instances.path, waitMs, () =>
				withLockSync(files.notify.path, waitMs, () => work(files)),
			),
		),
	);
}

/** All or nothing: when one can't be written, those before it are put back. */
function writeAll(changes: readonly (readonly [StoreFile, Content])[]): void {
	const undo: (() => void)[] = [];
	try {
		for (const [file, change] of changes) {
			const before = file.read();
			file.write({...before, ...change});
			const wasThere = before.version !== undefined;
			undo.unshift(() => (wasThere ? file.write(before) : rmSync(file.path, {force: true})));
		}
	} catch (error) {
		for (const back of undo) back();
		throw error;
	}
}

const namesIn = (grants: StoreFile) =>
	grantEntries(grants.read(), grants.path).map(({record}) => record.grant.name);
