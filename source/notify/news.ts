import type {Matter} from './matter.js';
import type {NotifyState, Told} from './notify-state.js';

/** What there is to tell, beside what was told. */
export type News = {
	/** Whether a mail is due. */
	readonly isDue: boolean;
	/** Not told yet. */
	readonly fresh: readonly Matter[];
	/** Told, and still so. */
	readonly open: readonly Matter[];
	/** Told, and right again. */
	readonly over: readonly Told[];
	/** What is to be kept when no mail goes out: without grants that are gone, and with days that were put off. */
	readonly kept: NotifyState['told'];
	/** What is to be kept when the mail has gone out. */
	readonly toldAfter: NotifyState['told'];
};

const stages = ['soon', 'near', 'close', 'ended'];

/** Each thing once: a failure that is new or has become another one, an end that has come nearer, and what is right again, as soon as no renewal fails any more. */
export function newsOf({
	matters,
	told: before,
	grants,
	now,
}: {
	readonly matters: readonly Matter[];
	readonly told: NotifyState['told'];
	/** The names of all grants there are. */
	readonly grants: ReadonlySet<string>;
	/** Milliseconds since 1970. */
	readonly now: number;
}): News {
	const told = new Map(Object.entries(before).filter(([, {grant}]) => grants.has(grant)));
	const byId = new Map(matters.map(matter => [matter.id, matter]));
	const isFresh = (matter: Matter) => {
		const last = told.get(matter.id);
		if (matter.isQuiet) return false;
		if (!last || matter.kind === 'renewal') return last?.state !== matter.state;
		return stages.indexOf(matter.state) > stages.indexOf(last.state);
	};
	const fresh = matters.filter(isFresh);
	const open = matters.filter(matter => told.has(matter.id) && !isFresh(matter));
	const over = [...told].filter(([id]) => !byId.has(id)).map(([, last]) => last);
	const isFailing = matters.some(({id, kind}) => kind === 'renewal' && told.has(id));
	const kept = Object.fromEntries(
		[...told].map(([id, last]): [string, Told] => {
			const matter = byId.get(id);
			const isPutOff = matter?.kind === 'ending' && !isFresh(matter);
			return [id, isPutOff ? {...last, state: matter.state} : last];
		}),
	);
	const stillTold = Object.entries(kept).filter(([id]) => byId.has(id));
	return {
		isDue: fresh.length > 0 || (over.length > 0 && !isFailing),
		fresh,
		open,
		over,
		kept,
		toldAfter: Object.fromEntries([
			...stillTold,
			...fresh.map(({id, kind, title, state, grant}): [string, Told] => [
				id,
				{kind, title, state, grant: grant.name, at: now},
			]),
		]),
	};
}
