import {expect, test} from 'vitest';
import {reducer} from '../../source/checklist/reducer.js';
import {openRecord, type State} from '../../source/checklist/state.js';
import {createStore} from '../../source/checklist/store.js';
import {providers} from '../../source/providers/providers.js';
import {recordWith} from '../helpers/records.js';

const initial: State = {
	isPractice: false,
	providers,
	records: [],
	view: {at: 'step', step: 'provider'},
	runs: {},
	reviews: {},
	drafts: {'/provider': {name: 'evmail@acme.com'}},
	cursors: {},
};

test('the grant that was just named becomes the open one', () => {
	const state = reducer(initial, {type: 'record-changed', record: recordWith()});
	expect(openRecord(state)?.grant.name).toBe('evmail@acme.com');
	expect(state.records).toHaveLength(1);
});

test('a sign-in takes what was said of its copied address with it, and no trouble', () => {
	const after = (level: 'fine' | 'trouble', step: 'sign-in' | 'client') =>
		reducer({...initial, notice: {level, text: 'x'}}, {type: 'run-ended', step}).notice;
	expect(after('fine', 'sign-in')).toBeUndefined();
	expect(after('trouble', 'sign-in')).toBeDefined();
	expect(after('fine', 'client')).toBeDefined();
});

test('a change of another grant leaves the open one open', () => {
	const one = reducer(initial, {type: 'record-changed', record: recordWith()});
	const two = reducer(one, {type: 'record-changed', record: recordWith({name: 'second'})});
	expect(two.records.map(({grant}) => grant.name)).toEqual(['evmail@acme.com', 'second']);
	expect(openRecord(two)?.grant.name).toBe('evmail@acme.com');
});

test('a renamed grant keeps its place, its view and its drafts', () => {
	const named = reducer(initial, {type: 'record-changed', record: recordWith()});
	const drafted = reducer(named, {
		type: 'draft-changed',
		key: 'evmail@acme.com/client',
		field: 'tenant',
		text: 'contoso',
	});
	const renamed = reducer(drafted, {
		type: 'record-changed',
		record: recordWith({name: 'x$&y'}),
		formerName: 'evmail@acme.com',
	});
	expect(openRecord(renamed)?.grant.name).toBe('x$&y');
	expect(renamed.drafts['x$&y/client']).toEqual({tenant: 'contoso'});
});

test('a removed grant takes its drafts along and closes its screens', () => {
	const named = reducer(initial, {type: 'record-changed', record: recordWith()});
	const removed = reducer(named, {type: 'record-removed', name: 'evmail@acme.com'});
	expect(removed).toMatchObject({records: [], view: {at: 'grants'}, runs: {}});
});

test('a report of a run that has ended is dropped', () => {
	const run = {step: 'client', startedAt: 5, report: {type: 'client', checks: []}} as const;
	const running = reducer(initial, {type: 'run-started', run});
	const ended = reducer(running, {type: 'run-ended', step: 'client'});
	expect(reducer(ended, {type: 'run-progressed', run}).runs.client).toBeUndefined();
	const again = reducer(ended, {type: 'run-started', run: {...run, startedAt: 6}});
	expect(reducer(again, {type: 'run-progressed', run}).runs.client?.startedAt).toBe(6);
});

test('runs of a grant are gone when another is opened', () => {
	const run = {step: 'client', startedAt: 5, report: {type: 'client', checks: []}} as const;
	const running = reducer(initial, {type: 'run-started', run});
	const same = reducer(running, {type: 'view-opened', view: {at: 'checklist'}});
	expect(same.runs.client).toBeDefined();
	expect(reducer(same, {type: 'view-opened', view: {at: 'checklist', grant: 'b'}}).runs).toEqual(
		{},
	);
});

test('the store tells listeners of changes only, until they leave', () => {
	const store = createStore(reducer, initial);
	let calls = 0;
	const leave = store.subscribe(() => calls++);
	store.dispatch({type: 'cursor-moved', list: 'steps', to: 3});
	store.dispatch({type: 'run-progressed', run: {step: 'sign-in', startedAt: 1}});
	expect([calls, store.getState().cursors.steps]).toEqual([1, 3]);
	leave();
	store.dispatch({type: 'cursor-moved', list: 'steps', to: 4});
	expect(calls).toBe(1);
});

test('a record read back from the disk keeps the transcripts that the screens have', () => {
	const service = {protocol: 'imap', at: 'h:1', status: 'ok', ms: 1, layers: []} as const;
	const evidence = (at: number, transcript?: readonly string[]) => ({
		incoming: {
			at,
			outcome: 'proved' as const,
			fits: '[]',
			summary: '',
			report: {type: 'incoming' as const, service: {...service, ...(transcript && {transcript})}},
		},
	});
	const transcriptOf = (state: State) => {
		const report = state.records[0]?.evidence.incoming?.report;
		return report?.type === 'incoming' ? report.service.transcript : undefined;
	};
	const changed = (state: State, found: ReturnType<typeof evidence>) =>
		reducer(state, {type: 'record-changed', record: recordWith({}, {evidence: found})});
	const tested = changed(initial, evidence(5, ['S: * OK']));
	expect(transcriptOf(changed(tested, evidence(5)))).toEqual(['S: * OK']);
	expect(transcriptOf(changed(tested, evidence(6)))).toBeUndefined();
});
