import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import type {Grant} from '../grant.js';
import {lookMs} from '../notify/look-ms.js';
import type {Tokens} from '../oauth-port.js';
import {isFresh, isUsable} from '../refresh/due.js';
import {tokensFor} from '../refresh/tokens-for.js';
import type {Looked, Lookout, LookTrouble, LookWish, TokenFiles} from '../watch-port.js';
import type {TaskContext} from './context.js';
import {freshToken, type TokenTrouble} from './fresh-token.js';

/** Looks at grants over the store. */
export function createLookout(
	context: TaskContext,
	{
		tokenFiles,
		stampOf = () => undefined,
	}: {
		readonly tokenFiles: Pick<TokenFiles, 'write' | 'sweep'>;
		/** Tells the stored tokens of a grant from those that may take their place. */
		readonly stampOf?: (grant: string) => string | undefined;
	},
): Lookout {
	const {services, signal} = context;
	const {grants, secrets} = services;

	function visit(take: (grant: Grant) => void) {
		if (grants.visit) grants.visit(({grant}) => take(grant));
		else for (const {grant} of grants.list()) take(grant);
	}

	function tokensOf(name: string): Tokens | undefined {
		try {
			return secrets.readTokens(name).tokens;
		} catch (error) {
			// Told by the look that comes next.
			if (error instanceof UserError) return undefined;
			throw error;
		}
	}

	/** Undefined when no request is wanted. A token that still serves gets its file already now. */
	function dueOf(grant: Grant, isFirst: boolean): Looked | undefined {
		const {name} = grant;
		const tokens = tokensFor(grant, tokensOf(name));
		const now = services.now();
		if (!tokens) return grant.flow === 'app-only' ? {is: 'due'} : undefined;
		if (isFresh(name, tokens, now)) return undefined;
		if (!isFirst || !isUsable(tokens, now)) return {is: 'due'};
		const {obtainedAt, expiresAt, accessToken} = tokens;
		tokenFiles.write(name, accessToken);
		return {is: 'due', obtainedAt, expiresAt};
	}

	async function look(
		record: GrantRecord,
		{heldAt, isFirst, isQuick, aheadMs}: LookWish,
	): Promise<Looked> {
		const {name} = record.grant;
		const due = isQuick ? dueOf(record.grant, isFirst) : undefined;
		if (due) return due;
		const fresh = await freshToken(context, record, {aheadMs});
		if (!fresh.ok) return {is: 'none', trouble: troubleOf(fresh)};
		const {obtainedAt, expiresAt, isRenewed, accessToken, trouble} = fresh;
		if (heldAt !== obtainedAt) tokenFiles.write(name, accessToken);
		return {
			is: 'fresh',
			obtainedAt,
			expiresAt,
			isRenewed,
			stamp: stampIfHeld(name, {obtainedAt, expiresAt}),
			...(trouble && {trouble: troubleOf(trouble)}),
		};
	}

	const isHeld = (name: string, {obtainedAt, expiresAt}: Partial<Tokens>) => {
		const tokens = tokensOf(name);
		return tokens?.obtainedAt === obtainedAt && tokens?.expiresAt === expiresAt;
	};

	/** Taken before the tokens are read again, so that it never stands for newer ones. */
	function stampIfHeld(name: string, held: Pick<Tokens, 'obtainedAt' | 'expiresAt'>) {
		const stamp = stampOf(name);
		return stamp !== undefined && isHeld(name, held) ? stamp : undefined;
	}

	return {
		visit: async take => visit(grant => take(JSON.stringify(grant))),
		async sweep() {
			const names: string[] = [];
			visit(({name}) => names.push(name));
			return tokenFiles.sweep(names).length;
		},
		async look(wish) {
			const grant = JSON.parse(wish.settings) as Grant;
			try {
				return await look({grant, evidence: {}, ticks: [], facts: {}}, wish);
			} catch (error) {
				if (signal.aborted) throw error;
				// One grant, or a moment without disk, is no reason to leave all others alone.
				const why = error instanceof Error ? error.message : String(error);
				const needsPerson = error instanceof UserError && error.exitCode === 3;
				return {is: 'missed', why, needsPerson};
			}
		},
		isCurrent: isHeld,
		async tellAdmin() {
			const {tellAdmin} = await import('./notify/tell-admin.js');
			return tellAdmin(context, {apartMs: lookMs});
		},
		isAwake: () => false,
	};
}

function troubleOf({diagnosis: {title, said, fix}, count, retryAt}: TokenTrouble): LookTrouble {
	return {title, said, fix: fix[0] ?? '', count, retryAt};
}
