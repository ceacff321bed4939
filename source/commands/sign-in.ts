import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import type {SignInProgress} from '../checklist/state.js';
import {UserError} from '../errors.js';
import {fields} from '../fields.js';
import type {Flow} from '../grant.js';
import type {TaskContext} from '../tasks/context.js';
import {readRecord, saveEvidence} from '../tasks/grants.js';
import {getAppToken} from '../tasks/sign-in/app-road.js';
import {beginSignIn} from '../tasks/sign-in/sign-in.js';
import {utcTime} from '../text/utc.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';
import {signInStory} from './sign-in-story.js';
import {diagnosisJson, diagnosisLines} from './write-diagnosis.js';

/** All roads at once: the browser that comes back, a pasted line, a device code. */
export async function signIn(invocation: Invocation): Promise<ExitCode> {
	const {isJson, output, signal, timeoutMs, world} = invocation;
	const [name = ''] = invocation.arguments;
	const chosen = flowOf(invocation.options.flow);
	const services = await world.openServices();
	const record = readRecord(services, name);
	const flow = chosen ?? record.grant.flow;
	const isAppOnly = record.grant.flow === 'app-only';
	if (isAppOnly !== (flow === 'app-only')) throw notItsFlow(name, isAppOnly);
	const context = {services, signal, timeoutMs};
	const evidence = isAppOnly
		? await getAppToken(context, record)
		: await signInByPerson(invocation, context, {...record, grant: {...record.grant, flow}});
	await saveEvidence(services, name, 'sign-in', evidence);
	if (isJson) output.json(jsonOf(name, evidence));
	else if (evidence.diagnosis) output.tell(diagnosisLines(evidence.diagnosis).join('\n'));
	else output.print(textOf(evidence));
	return evidence.outcome === 'proved' ? 0 : 1;
}

async function signInByPerson(
	{isJson, input, output}: Invocation,
	context: TaskContext,
	record: GrantRecord,
): Promise<Evidence> {
	const {grant} = record;
	const say = isJson ? output.tell : output.print;
	const story = signInStory({
		account: grant.account ?? grant.mailbox,
		isDevice: grant.flow === 'device',
	});
	const attempt = beginSignIn(context, record, (progress: SignInProgress) => {
		for (const line of story(progress)) say(line);
	});
	const endReading = input.readPastes(text => attempt.paste(text));
	try {
		return await attempt.done;
	} finally {
		endReading();
	}
}

/** What proves the client differs, so that the flow belongs to the grant. */
const notItsFlow = (name: string, isAppOnly: boolean) =>
	new UserError(
		isAppOnly
			? `Nobody signs in for ${name}: its flow is app-only.`
			: `The flow of ${name} is not app-only.`,
		['Leave --flow out, or add a grant with that flow.'],
		2,
	);

function flowOf(text: string | true | undefined): Flow | undefined {
	if (typeof text !== 'string') return undefined;
	const parsed = fields.flow.parse(text);
	if ('error' in parsed) {
		throw new UserError(`--flow: ${parsed.error}`, ['How it is used: mailgrant sign-in --help'], 2);
	}
	return parsed.value as Flow | undefined;
}

function jsonOf(grant: string, {outcome, report, diagnosis}: Evidence) {
	return {
		grant,
		ok: outcome === 'proved',
		...(report?.type === 'sign-in' && {
			road: report.road,
			...(report.account !== undefined && {account: report.account}),
			grantedScopes: report.grantedScopes,
			missingScopes: report.missingScopes,
			expiresAt: utcTime(report.expiresAt),
			hasRefreshToken: report.hasRefreshToken,
		}),
		...(diagnosis && {diagnosis: diagnosisJson(diagnosis)}),
	};
}

function textOf({summary, report}: Evidence): string {
	if (report?.type !== 'sign-in') return `Signed in ${summary}.`;
	const afterwards =
		report.road === 'app'
			? '; then another is asked for.'
			: report.hasRefreshToken
				? ' and is refreshed when needed.'
				: '; no refresh token came with it.';
	return [
		report.road === 'app' ? 'Got a token, as the application.' : `Signed in ${summary}.`,
		`  Granted: ${report.grantedScopes.join(' ')}`,
		`  The token ends ${utcTime(report.expiresAt)}${afterwards}`,
	].join('\n');
}
