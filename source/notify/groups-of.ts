import {lastDayOf} from '../calendar/ending-text.js';
import type {Matter} from './matter.js';

/** One thing that concerns several grants, such as a secret that they share. */
export type Group = {readonly first: Matter; readonly matters: readonly Matter[]};

/** Failures first, and of what ends the nearest. */
export function groupsOf(matters: readonly Matter[]): readonly Group[] {
	const groups = Map.groupBy(matters.toSorted(byUrgency), sameness);
	return [...groups.values()].flatMap(some => {
		const [first] = some;
		return first ? [{first, matters: some}] : [];
	});
}

/** What the reader would read twice. */
function sameness(matter: Matter): string {
	switch (matter.kind) {
		case 'renewal': {
			const {title, cause, said, fix, who} = matter.diagnosis;
			// Servers put the time and numbers of the request into what they say.
			const words = said.replace(/[\da-f]{8}-[\da-f-]{27}|\d+/gi, '');
			return JSON.stringify(['renewal', title, cause, words, fix, who, matter.isStuck]);
		}
		case 'ending': {
			const {title, about} = matter.ending;
			return JSON.stringify(['ending', title, about, lastDayOf(matter.ending)]);
		}
	}
}

function byUrgency(one: Matter, other: Matter): number {
	return timeOf(one) - timeOf(other);
}

const timeOf = (matter: Matter) =>
	matter.kind === 'renewal' ? Number.NEGATIVE_INFINITY : matter.ending.endsAt;
