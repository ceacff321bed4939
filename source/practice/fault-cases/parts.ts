import type {Faults, GrantType, HttpAnswer, MailFaults, ServerFaults} from '../faults.js';
import {refusalBody} from '../oauth/dialect.js';

/** Faults by the id of the failure that they make. Made when asked for, since some texts carry the time. */
export type FaultCases = Readonly<Record<string, () => Faults>>;

/** An answer of Entra's token endpoint. */
export function entra(error: string, number: number, description: string): HttpAnswer {
	return {
		status: error === 'invalid_client' ? 401 : 400,
		body: refusalBody({status: 400, error, number, description}, Date.now()),
	};
}

/** An answer in the RFC's plain form, as Google's are. */
export function answer(
	error: string,
	description?: string,
	more: {readonly status?: number; readonly uri?: string; readonly subtype?: string} = {},
): HttpAnswer {
	return {
		status: more.status ?? (error === 'invalid_client' ? 401 : 400),
		body: JSON.stringify({
			error,
			error_description: description,
			error_uri: more.uri,
			error_subtype: more.subtype,
		}),
	};
}

/** Every request to the token endpoint is answered so, or those of one grant type. */
export const atToken =
	(http: HttpAnswer, grantType: GrantType | 'any' = 'any') =>
	(): Faults => ({
		oauth: {token: {[grantType]: http}},
	});

/** The same of a refresh token, which is soon wanted. */
export const atRefresh = (http: HttpAnswer) => (): Faults => ({
	oauth: {token: {refresh_token: http}, accessTokenSeconds: soon},
});

/** Life of an access token that is to be refreshed at its first use by a person. */
export const soon = 2;

/** A page that stays in the browser; where the token endpoint says the same, that too. */
export const onPage =
	(text: string, options: {readonly status?: number; readonly token?: HttpAnswer} = {}) =>
	(): Faults => ({
		oauth: {
			authorize: {how: 'page', status: options.status ?? 400, text},
			...(options.token ? {token: {any: options.token}} : {}),
		},
	});

/** Entra's page, and the same from its token endpoint. */
export const entraPage = (error: string, number: number, text: string) =>
	onPage(`AADSTS${number}: ${text}`, {token: entra(error, number, text)});

export const inRedirect = (error: string, description?: string) => (): Faults => ({
	oauth: {authorize: {how: 'redirect', error, description}},
});

type MailProtocol = 'imap' | 'pop3' | 'smtp';

/** One server's faults. */
export const at = (protocol: MailProtocol, faults: MailFaults) => (): Faults => ({
	[protocol]: faults,
});

/** The same at all mail servers. */
export const atMail = (faults: MailFaults) => (): Faults => ({
	imap: faults,
	pop3: faults,
	smtp: faults,
});

/** The same at all servers, as what lies between them and the client would have it. */
export const everywhere = (faults: ServerFaults) => (): Faults => ({
	web: faults,
	oauth: faults,
	imap: faults,
	pop3: faults,
	smtp: faults,
});
