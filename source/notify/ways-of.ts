import type {GrantRecord} from '../checklist/grant-record.js';
import type {NotifySettings} from './notify-state.js';

/** Beyond so many, more of the same would not work either. */
const most = 5;

/** The grants through which a mail may go, in the order in which they are tried: those whose tokens are renewed, the chosen one and proved ones first; one that fails still has a token at times. */
export function waysOf(
	records: readonly GrantRecord[],
	{through}: Pick<NotifySettings, 'through'>,
): readonly GrantRecord[] {
	const rank = ({grant, facts, evidence}: GrantRecord) =>
		(facts.renewalFailure ? 4 : 0) +
		(grant.name === through ? 0 : evidence.outgoing?.outcome === 'proved' ? 1 : 2);
	return records
		.filter(({grant, facts}) => grant.outgoing === 'smtp' && (facts.tokens || isApp(grant.flow)))
		.toSorted((one, other) => rank(one) - rank(other))
		.slice(0, most);
}

const isApp = (flow: GrantRecord['grant']['flow']) => flow === 'app-only';
