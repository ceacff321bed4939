import type {Call} from '../call.js';
import type {Stage} from '../diagnosis/diagnosis.js';
import {createAgents} from '../network/agents.js';
import {type HttpAnswer, request} from '../network/request.js';
import type {Outcome} from '../outcome.js';
import type {Network} from '../providers/settings.js';
import type {Answer} from './failures.js';

const agents = createAgents();

/** One question to an authorization server: a form when there is one, else a GET. */
export async function ask(
	url: string,
	{
		stage,
		form,
		secrets = [],
	}: {
		readonly stage: Stage;
		readonly form?: Readonly<Record<string, string | undefined>>;
		readonly secrets?: Answer['secrets'];
	},
	network: Network,
	call: Call,
): Promise<Outcome<Answer>> {
	const answered = await request(
		url,
		form
			? {
					method: 'POST',
					headers: {'content-type': 'application/x-www-form-urlencoded'},
					body: encoded(form),
				}
			: {},
		network,
		call,
		agents,
	);
	if (!answered.ok) return answered;
	const {status: httpStatus, headers} = answered.value;
	const contentType = headers['content-type'];
	const at = url.replace(/[?#].*$/, '');
	return {
		ok: true,
		value: {stage, at, httpStatus, contentType, json: jsonOf(answered.value), secrets},
	};
}

function encoded(form: Readonly<Record<string, string | undefined>>): string {
	const body = new URLSearchParams();
	for (const [name, value] of Object.entries(form)) {
		if (value !== undefined) body.append(name, value);
	}
	return body.toString();
}

function jsonOf({body}: HttpAnswer): unknown {
	try {
		return JSON.parse(body);
	} catch {
		// HTML of a proxy or a wrong address: told by its content type.
		return undefined;
	}
}
