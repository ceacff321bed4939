import type {Failure, Stage} from '../diagnosis/diagnosis.js';
import {aadstsNumbers} from '../diagnosis/extract.js';

/** What an answer of an authorization server is, before it is known whether it is a refusal. */
export type Answer = {
	readonly stage: Stage;
	/** URL without its query. */
	readonly at: string;
	readonly httpStatus: number;
	readonly contentType?: string;
	/** Parsed JSON; undefined when it was none. */
	readonly json: unknown;
	/** Texts that must not come back in the failure, should the server repeat them. */
	readonly secrets: readonly (string | undefined)[];
};

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(json: unknown): Fields | undefined {
	return typeof json === 'object' && json !== null && !Array.isArray(json)
		? (json as Fields)
		: undefined;
}

/** The refusal of RFC 6749 §5.2 in an answer, or that it is none in the wrong form. */
export function failureOf({stage, at, httpStatus, contentType, json, secrets}: Answer): Failure {
	const fields = fieldsOf(json);
	if (!fields) {
		const kind = contentType?.split(';')[0]?.trim() || 'nothing';
		return {
			stage,
			at,
			message: `It answered with ${kind} instead of JSON (HTTP ${httpStatus}).`,
			oauth: {httpStatus, contentType: contentType ?? ''},
		};
	}
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' && value !== ''
			? redact(value.slice(0, 4000), secrets)
			: undefined;
	};
	const error = text('error');
	const description = text('error_description');
	return {
		stage,
		at,
		message: description ?? error ?? `It answered with HTTP ${httpStatus} and no reason.`,
		oauth: {
			error,
			description,
			errorCodes: errorCodes(fields.error_codes, description),
			subtype: text('error_subtype'),
			httpStatus,
		},
	};
}

/** Microsoft's numbers, from its list or else from the words. */
export function errorCodes(list: unknown, description: string | undefined): readonly number[] {
	const listed = Array.isArray(list)
		? list.slice(0, 20).filter(code => typeof code === 'number' && Number.isSafeInteger(code))
		: [];
	if (listed.length > 0) return listed;
	return aadstsNumbers(description ?? '');
}

/** A server may repeat what it was sent, as it came or percent-encoded. */
function redact(text: string, secrets: Answer['secrets']): string {
	return secrets
		.flatMap(secret => (secret ? [secret, encodeURIComponent(secret)] : []))
		.filter(secret => secret.length >= 4)
		.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
