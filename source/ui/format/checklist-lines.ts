import type {GrantRecord} from '../../checklist/grant-record.js';
import type {State} from '../../checklist/state.js';
import {stepFor} from '../../checklist/step-for.js';
import {type StepId, stepNumber} from '../../checklist/step-id.js';
import {isPassed, nextStep, type StepStatus, statusOf} from '../../checklist/step-status.js';
import {stepOf, steps} from '../../checklist/steps.js';
import type {Providers} from '../../providers/provider.js';
import {glyphs, markOf} from '../theme.js';
import {cell, type Line, line} from './line.js';
import {dayOf, momentOf} from './time.js';
import {paragraph} from './wrap.js';

/** A step a line: how it stands, its number and title, what was found. */
export function checklistLines(
	state: State,
	record: GrantRecord | undefined,
	chosen: number,
	width: number,
	now: number,
): readonly Line[] {
	const titleWidth = width < 50 ? width - 16 : width < 70 ? 24 : 28;
	return steps.map(({id}, index): Line => {
		const status = statusOf(id, record, state.providers);
		const isRunning = state.runs[id] !== undefined;
		const {word, tone, said} = markOf(status.is, isRunning);
		const isChosen = index === chosen;
		return [
			{text: isChosen ? `${glyphs.cursor} ` : '  ', tone: 'key'},
			cell(word, 11, tone, said),
			cell(String(index + 1), 3, 'dim'),
			cell(stepFor(id, record).title, titleWidth, isChosen ? 'strong' : 'plain'),
			{
				text: width < 50 ? '' : summaryOf(status, now),
				tone: isPassed(status) ? 'plain' : tone,
			},
		];
	});
}

function summaryOf(status: StepStatus, now: number): string {
	const isSaid = status.is === 'done' && status.evidence?.outcome === 'said';
	return isSaid ? `${status.summary}, ${dayOf(status.evidence.at, now)}` : status.summary;
}

/** Beneath the list: what the chosen step is for, and what its status rests on. */
export function chosenStepLines(
	state: State,
	record: GrantRecord | undefined,
	id: StepId,
	width: number,
	now: number,
): readonly Line[] {
	const status = statusOf(id, record, state.providers);
	const isAllDone = nextStep(record, state.providers) === undefined;
	return [
		...(isAllDone && record
			? [
					line(
						`All is proved: ${record.grant.mailbox} can be used by a program on this host.`,
						'done',
					),
				]
			: []),
		...paragraph(stepFor(id, record).why, width, {tone: 'dim'}),
		...paragraph(basis(status, {id, record, state, now}), width, {tone: 'dim'}),
	];
}

function basis(
	status: StepStatus,
	{
		id,
		record,
		state,
		now,
	}: {
		readonly id: StepId;
		readonly record: GrantRecord | undefined;
		readonly state: State;
		readonly now: number;
	},
): string {
	switch (status.is) {
		case 'done': {
			if (!status.evidence) return '';
			const {outcome, at} = status.evidence;
			return outcome === 'said'
				? `Your own word, ${momentOf(at, now)}.`
				: `Proved ${momentOf(at, now)}.`;
		}
		case 'failed':
			return `Failed ${momentOf(status.evidence.at, now)}: ${status.summary}.`;
		case 'stale':
			return `Proved ${momentOf(status.evidence.at, now)} for other values than today's; check it again.`;
		case 'waiting':
			return waitsFor(id, record, state.providers);
		case 'needs you':
		case 'left out':
			return '';
	}
}

function waitsFor(id: StepId, record: GrantRecord | undefined, providers: Providers): string {
	const first = stepOf(id).after.find(other => !isPassed(statusOf(other, record, providers)));
	return first ? `First comes step ${stepNumber(first)}, ${stepFor(first, record).title}.` : '';
}
