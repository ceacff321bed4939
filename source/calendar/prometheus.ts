import type {GrantRecord} from '../checklist/grant-record.js';
import {progressOf} from '../checklist/step-status.js';
import type {Providers} from '../providers/provider.js';
import {endingsOf} from './endings-of.js';

type Sample = {readonly labels: Readonly<Record<string, string>>; readonly value: number};

/** The text format for a textfile collector: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function prometheus(
	records: readonly GrantRecord[],
	providers: Providers,
	now: number,
): string {
	const progress = records.map(record => ({
		labels: {grant: record.grant.name},
		...progressOf(record, providers),
	}));
	return [
		...metric(
			'mailgrant_ending_timestamp_seconds',
			'When something of a grant ends.',
			records.flatMap(record =>
				endingsOf(record, providers)
					.filter(({isNews}) => !isNews)
					.map(({id, title, endsAt}) => ({
						labels: {grant: record.grant.name, ending: id, title},
						value: endsAt / 1000,
					})),
			),
		),
		...metric(
			'mailgrant_steps_done',
			'Steps of the checklist that are done.',
			progress.map(({labels, done}) => ({labels, value: done})),
		),
		...metric(
			'mailgrant_steps_failed',
			'Steps of the checklist that have failed.',
			progress.map(({labels, failed}) => ({labels, value: failed})),
		),
		...metric('mailgrant_status_timestamp_seconds', 'When this was written.', [
			{labels: {}, value: Math.floor(now / 1000)},
		]),
		'',
	].join('\n');
}

function metric(name: string, help: string, samples: readonly Sample[]): readonly string[] {
	if (samples.length === 0) return [];
	return [
		`# HELP ${name} ${help}`,
		`# TYPE ${name} gauge`,
		...samples.map(({labels, value}) => `${name}${labelText(labels)} ${value}`),
	];
}

function labelText(labels: Sample['labels']): string {
	const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`);
	return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

const escaped = (value: string) =>
	value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
