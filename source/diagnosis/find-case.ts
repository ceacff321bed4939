import type {ProviderId} from '../grant.js';
import type {Case, Evidence} from './catalogue/case.js';
import {catalogue} from './catalogue/catalogue.js';
import type {Confidence} from './diagnosis.js';
import type {Seen} from './seen.js';

/** The case that explains best what was seen, and how sure that is; undefined when none does. */
export function findCase(
	seen: Seen,
	provider: ProviderId,
): {readonly found: Case; readonly confidence: Confidence} | undefined {
	const [best] = [
		...matchesOf(
			seen,
			found => isOwn(found, provider) && !isOfOtherNumbers(found, seen),
			() => true,
		),
		...matchesOf(
			seen,
			found => !isOwn(found, provider) && !isOfOtherNumbers(found, seen),
			isTelling,
		),
	];
	if (!best) return undefined;
	const stated = best.found.confidence ?? 'certain';
	const doubts = [
		!isOwn(best.found, provider),
		isContradicted(best.found, seen),
		stated === 'certain' && !isStructured(best.evidence),
	].filter(Boolean).length;
	return {found: best.found, confidence: lowered(stated, doubts)};
}

type Match = {readonly found: Case; readonly evidence: Evidence};

/** Microsoft's first number goes before the others, and all numbers before mere texts. */
function matchesOf(
	seen: Seen,
	isAsked: (candidate: Case) => boolean,
	counts: (evidence: Evidence) => boolean,
): readonly Match[] {
	const rounds = [
		...seen.aadsts.map(number => ({...seen, aadsts: [number]})),
		{...seen, aadsts: []},
	];
	const asked = catalogue
		.filter(isAsked)
		.map(found => ({found, counting: found.match.filter(counts)}));
	const coded = matchesIn(asked, {...seen, aadsts: []}).filter(
		({evidence}) => evidence.code || evidence.isPage,
	);
	return [
		...coded,
		...rounds.flatMap(round =>
			matchesIn(asked, round).filter(
				({evidence}) => (evidence.aadsts !== undefined) === round.aadsts.length > 0,
			),
		),
	];
}

type Asked = {readonly found: Case; readonly counting: readonly Evidence[]};

function matchesIn(cases: readonly Asked[], seen: Seen): readonly Match[] {
	return cases.flatMap(({found, counting}) => {
		const evidence = counting.find(
			candidate => isPlausible(found, candidate, seen) && holds(candidate, seen),
		);
		return evidence ? [{found, evidence}] : [];
	});
}

/** Numbers tell by themselves where they come from; `local` is what is known of a pasted text. */
const isPlausible = (found: Case, evidence: Evidence, {stage}: Seen) =>
	evidence.aadsts !== undefined || stage === 'local' || found.stages.includes(stage);

function holds(evidence: Evidence, seen: Seen): boolean {
	return (
		isAmong(evidence.error, seen.error) &&
		isAmong(evidence.subtype, seen.subtype) &&
		isAmong(evidence.code, seen.code) &&
		isAmong(evidence.reply, seen.reply) &&
		isAmong(evidence.enhanced, seen.enhanced) &&
		isAmong(evidence.response, seen.response) &&
		(evidence.aadsts === undefined ||
			seen.aadsts.some(number => evidence.aadsts?.includes(number))) &&
		(evidence.isPage === undefined || seen.isPage) &&
		(evidence.isAppOnly === undefined || seen.isAppOnly) &&
		(evidence.text === undefined || evidence.text.test(seen.text)) &&
		!evidence.unless?.test(seen.text)
	);
}

const isAmong = <Value>(wanted: readonly Value[] | undefined, value: Value | undefined) =>
	wanted === undefined || (value !== undefined && wanted.includes(value));

const isOwn = (found: Case, provider: ProviderId) =>
	found.provider === provider || found.provider === 'any';

/** Codes of standards mean something else at other servers; numbers and wordings are a provider's own. */
const isTelling = ({error, reply, enhanced, response, ...rest}: Evidence) =>
	rest.aadsts !== undefined ||
	(rest.text !== undefined && !error && !reply && !enhanced && !response);

/** Microsoft's number stands in the words, known or not: they are none of Google's. */
const isOfOtherNumbers = ({provider}: Case, {aadsts}: Seen) =>
	provider === 'google' && aadsts.length > 0;

const isStructured = ({text: _, unless: __, ...rest}: Evidence) => Object.keys(rest).length > 0;

/** Another number that has an explanation of its own. */
const isContradicted = (found: Case, {aadsts: seen}: Seen) =>
	catalogue.some(
		candidate =>
			!hasSameNumbers(candidate, found) &&
			candidate.match.some(({aadsts}) => aadsts?.some(number => seen.includes(number))),
	);

const hasSameNumbers = (one: Case, other: Case) =>
	one === other ||
	one.match.some(({aadsts}) =>
		aadsts?.some(number => other.match.some(evidence => evidence.aadsts?.includes(number))),
	);

const levels: readonly Confidence[] = ['certain', 'likely', 'possible'];

const lowered = (confidence: Confidence, steps: number): Confidence =>
	levels[Math.min(levels.indexOf(confidence) + steps, levels.length - 1)] ?? 'possible';
