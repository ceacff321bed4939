import type {State} from '../../source/checklist/state.js';
import {steps} from '../../source/checklist/steps.js';
import {atStep, namedStates, now} from './named-states.js';

/** Every screen of every named state. */
export const views = Object.entries(namedStates).flatMap(([name, state]): [string, State][] =>
	state.view.at === 'grants'
		? [[name, state]]
		: [
				[`${name}, checklist`, state],
				...steps.map(({id}): [string, State] => [`${name}, ${id}`, atStep(state, id)]),
			],
);

/** A text that means to break the frame. */
export const hostile = `\u001B[2J${'邮件'.repeat(60)}\n\u0007 ${'x'.repeat(300)}`;
const record = namedStates.complete.records[0];
/** What can lie over them. */
export const overlays: readonly [string, State][] = [
	['help', {...namedStates.registered, overlay: {type: 'help'}}],
	[
		'transcript',
		{...atStep(namedStates.complete, 'incoming'), overlay: {type: 'transcript', step: 'incoming'}},
	],
	[
		'sheet',
		{...atStep(namedStates['mail-failed'], 'incoming'), overlay: {type: 'sheet', step: 'incoming'}},
	],
	[
		'QR code',
		{...atStep(namedStates['signing-in'], 'sign-in'), overlay: {type: 'qr', of: 'sign-in'}},
	],
	['hand-over', {...namedStates.registered, overlay: {type: 'hand-over'}}],
	['faults', {...namedStates['practice-complete'], overlay: {type: 'faults'}}],
	[
		'faults, one on',
		{
			...namedStates['practice-complete'],
			overlay: {type: 'faults'},
			fault: 'exo-smtp-tenant-disabled',
		},
	],
	...(['delete', 'rename', 'copy'] as const).map((action): [string, State] => [
		action,
		{
			...namedStates['several-grants'],
			overlay: {type: 'ask', action, grant: record?.grant.name ?? ''},
		},
	]),
	...(['apply-mounts', 'reload-web-server', 'pass-web-server'] as const).map(
		(action): [string, State] => [
			action,
			{
				...atStep(namedStates['mounts-missing'], 'web-server'),
				overlay: {type: 'ask', action, grant: record?.grant.name ?? ''},
			},
		],
	),
	[
		'name-told',
		{
			...atStep(namedStates.complete, 'alive'),
			overlay: {type: 'ask', action: 'name-told', grant: record?.grant.name ?? ''},
		},
	],
	[
		'told, with a hostile answer',
		{
			...atStep(namedStates.complete, 'alive'),
			notify: {
				settings: {to: [`${'a'.repeat(60)}@acme.com`, 'b@acme.com'], through: hostile},
				told: {},
				failure: {at: now, retryAt: now, count: 1, tried: [{through: hostile, why: hostile}]},
			},
		},
	],
	...(['difference', 'template'] as const).map((show): [string, State] => [
		show,
		{
			...atStep(namedStates['senders-failed'], 'evmail'),
			overlay: {type: 'properties', show, task: 'evmail'},
		},
	]),
	[
		'notice',
		{
			...atStep(namedStates['signing-in'], 'sign-in'),
			notice: {level: 'trouble', text: hostile, nextSteps: [hostile, hostile]},
		},
	],
];
