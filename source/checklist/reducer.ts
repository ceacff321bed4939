import type {Evidence} from './evidence.js';
import type {GrantRecord} from './grant-record.js';
import type {Event, State, View} from './state.js';
import type {StepId} from './step-id.js';

/** Pure: what the state is after an event. */
export function reducer(state: State, event: Event): State {
	switch (event.type) {
		case 'view-opened':
			return {
				...state,
				view: event.view,
				overlay: undefined,
				notice: undefined,
				...(grantOf(event.view) === grantOf(state.view) ? {} : {runs: {}, reviews: {}}),
			};
		case 'overlay-opened':
			return {...state, overlay: event.overlay};
		case 'overlay-closed':
			return {...state, overlay: undefined};
		case 'record-changed':
			return withRecord(state, event);
		case 'record-removed':
			return {
				...state,
				records: state.records.filter(record => record.grant.name !== event.name),
				drafts: withoutKeys(state.drafts, key => key.startsWith(`${event.name}/`)),
				overlay: undefined,
				view: grantOf(state.view) === event.name ? {at: 'grants'} : state.view,
				...(grantOf(state.view) === event.name ? {runs: {}, reviews: {}} : {}),
			};
		case 'draft-changed':
			return {
				...state,
				// What was said of the text is about another one now.
				notice: undefined,
				drafts: {
					...state.drafts,
					[event.key]: {...state.drafts[event.key], [event.field]: event.text},
				},
			};
		case 'draft-dropped':
			return {...state, drafts: withoutKeys(state.drafts, key => key === event.key)};
		case 'cursor-moved':
			return {...state, cursors: {...state.cursors, [event.list]: Math.max(0, event.to)}};
		case 'cursor-dropped':
			return {...state, cursors: withoutKeys(state.cursors, key => key === event.list)};
		case 'run-started':
			return {...state, notice: undefined, runs: {...state.runs, [event.run.step]: event.run}};
		case 'run-progressed':
			return state.runs[event.run.step]?.startedAt === event.run.startedAt
				? {...state, runs: {...state.runs, [event.run.step]: event.run}}
				: state;
		case 'run-ended':
			return {
				...state,
				// What was copied for a sign-in is of no use after it.
				notice:
					event.step === 'sign-in' && state.notice?.level === 'fine' ? undefined : state.notice,
				runs: {...state.runs, [event.step]: undefined},
			};
		case 'reviewed':
			return {...state, reviews: {...state.reviews, [event.task]: event.review}};
		case 'fault-switched':
			return {...state, fault: event.fault};
		case 'notify-changed':
			return {...state, notify: event.notify};
		case 'noticed':
			return {...state, notice: event.notice};
		case 'notice-dropped':
			return {...state, notice: undefined};
	}
}

function withRecord(state: State, event: Extract<Event, {type: 'record-changed'}>): State {
	const former = event.formerName ?? event.record.grant.name;
	const record = withTranscripts(
		event.record,
		state.records.find(({grant}) => grant.name === former),
	);
	const isKnown = state.records.some(({grant}) => grant.name === former);
	const records = isKnown
		? state.records.map(other => (other.grant.name === former ? record : other))
		: [...state.records, record];
	// The grant that had no name until now, or had another one, stays the open one.
	const isOpen = grantOf(state.view) === (isKnown ? former : undefined);
	const view: View =
		isOpen && state.view.at !== 'grants' ? {...state.view, grant: record.grant.name} : state.view;
	if (former === record.grant.name) return {...state, records, view};
	const drafts = Object.fromEntries(
		Object.entries(state.drafts).map(([key, texts]) => [
			key.startsWith(`${former}/`) ? key.replace(`${former}/`, () => `${record.grant.name}/`) : key,
			texts,
		]),
	);
	return {...state, records, view, drafts};
}

/** What is read back from the disk has no transcripts: the evidence of the same moment keeps the one it had. */
function withTranscripts(record: GrantRecord, before: GrantRecord | undefined): GrantRecord {
	if (!before) return record;
	const evidence = Object.fromEntries(
		(Object.entries(record.evidence) as [StepId, Evidence][]).map(([step, found]) => {
			const known = before.evidence[step];
			return [step, known?.at === found.at && known.fits === found.fits ? known : found];
		}),
	);
	return {...record, evidence};
}

const grantOf = (view: View) => (view.at === 'grants' ? undefined : view.grant);

function withoutKeys<Value>(
	object: Readonly<Record<string, Value>>,
	isUnwanted: (key: string) => boolean,
): Readonly<Record<string, Value>> {
	return Object.fromEntries(Object.entries(object).filter(([key]) => !isUnwanted(key)));
}
