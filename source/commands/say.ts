import {type SaidStep, saidSteps} from '../checklist/said-step.js';
import {statusOf} from '../checklist/step-status.js';
import {stepOf} from '../checklist/steps.js';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {readRecord} from '../tasks/grants.js';
import {sayStep, unsayStep} from '../tasks/say-step.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** Keeps the admin's word that a step is done which can't be proved from here, or takes it back. */
export async function say(invocation: Invocation): Promise<ExitCode> {
	const {isJson, options, output, world} = invocation;
	const [name = '', word = ''] = invocation.arguments;
	const step = stepNamed(word);
	const reason = typeof options.reason === 'string' ? clean(options.reason, 100) : '';
	if (step === 'web-server' && reason === '' && !options.undo) {
		throw new UserError(
			'say NAME web-server lacks its --reason: why it can’t be seen from here.',
			['Such as: --reason "hosted, or on another host"'],
			2,
		);
	}
	const services = await world.openServices();
	const record = readRecord(services, name);
	const leftOut = stepOf(step).leftOut?.(record, services.providers);
	if (leftOut) throw new UserError(`${stepOf(step).title} is left out for ${name}: ${leftOut}.`);
	const after = options.undo
		? await unsayStep(services, record, step)
		: await sayStep(services, record, step, reason || undefined);
	const {is, summary} = statusOf(step, after, services.providers);
	if (isJson) output.json({grant: name, step, status: is, summary});
	else output.print(`${stepOf(step).title}: ${is}${summary === '' ? '' : `, ${summary}`}`);
	return 0;
}

function stepNamed(word: string): SaidStep {
	const step = saidSteps.find(known => known === word.toLowerCase());
	if (step) return step;
	throw new UserError(
		`"${clean(word, 40)}" is no step that can be said to be done.`,
		[`These are: ${saidSteps.join(', ')}`],
		2,
	);
}
