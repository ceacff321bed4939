import {findIdentity} from '../identity.js';
import {
	inWords,
	issuerOf,
	type OAuthContext,
	type OAuthRequest,
	type OAuthResponse,
} from './context.js';
import {type Problem, refusalText} from './dialect.js';
import {googlePageTitle} from './google-words.js';
import {consentPage, messagePage} from './page.js';
import {judgeScope} from './scopes.js';
import type {Asked} from './sign-in-book.js';

/** The authorization endpoint: GET shows the page, its form comes back as POST (RFC 6749 §4.1.1). */
export function authorize(
	context: OAuthContext,
	request: OAuthRequest,
	method: string,
): OAuthResponse {
	return method === 'POST' ? conclude(context, request) : show(context, request);
}

function show(context: OAuthContext, request: OAuthRequest): OAuthResponse {
	const fault = context.faults().authorize;
	if (fault?.how === 'page') return messagePage(fault.status, 'Sign in', fault.text);
	const {dialect, parameters} = request;
	const clientId = parameters.get('client_id') ?? '';
	const redirectUri = parameters.get('redirect_uri') ?? '';
	// Without a known client and redirect URI nothing may be sent anywhere (RFC 6749 §4.1.2.1).
	if (!findIdentity(context.identities, clientId)) {
		return problemPage(request, {type: 'client-unknown', clientId});
	}
	if (!isRegistered(redirectUri)) {
		return problemPage(request, {type: 'redirect-unknown', redirectUri, clientId});
	}
	const state = parameters.get('state') ?? undefined;
	const problem = checkRequest(parameters);
	if (problem) return back(context, request, redirectUri, state, problem);
	const granted = judgeScope(dialect, parameters.get('scope') ?? '');
	if ('type' in granted) {
		// Google shows scope errors itself.
		if (dialect === 'google') return problemPage(request, granted);
		return back(context, request, redirectUri, state, granted);
	}
	const scopes = [...new Set((parameters.get('scope') ?? '').split(/\s+/).filter(Boolean))];
	const prompt = (parameters.get('prompt') ?? '').split(/\s+/);
	const id = context.signIns.ask({
		dialect,
		clientId,
		redirectUri,
		state,
		challenge: parameters.get('code_challenge') ?? '',
		scopes,
		isOffline: parameters.get('access_type') === 'offline' && prompt.includes('consent'),
	});
	return consentPage({
		accounts: context.accounts,
		hint: parameters.get('login_hint') ?? undefined,
		scopes,
		hidden: {request: id},
	});
}

function checkRequest(parameters: URLSearchParams): Problem | undefined {
	if (parameters.get('response_type') !== 'code') return {type: 'response-type-unknown'};
	const challenge = parameters.get('code_challenge') ?? '';
	const isSha256 = parameters.get('code_challenge_method') === 'S256';
	// 32 bytes in base64url (RFC 7636 §4.2)
	if (!isSha256 || !/^[\w-]{43}$/.test(challenge)) return {type: 'challenge-missing'};
	return undefined;
}

function conclude(context: OAuthContext, request: OAuthRequest): OAuthResponse {
	const {parameters} = request;
	const asked = context.signIns.findAsked(parameters.get('request') ?? '');
	if (!asked) {
		return messagePage(400, 'Sign in', 'This page is too old. Begin the sign-in again.');
	}
	const faults = context.faults();
	if (faults.authorize?.how === 'redirect') {
		const {error, description, subtype} = faults.authorize;
		return redirect(asked.redirectUri, {
			error,
			error_description: description,
			error_subtype: subtype,
			state: asked.state,
		});
	}
	if (parameters.get('action') !== 'accept') {
		return back(context, request, asked.redirectUri, asked.state, {type: 'user-declined'});
	}
	const typed = faults.account ?? parameters.get('account') ?? '';
	const account = context.accounts.find(name => name.toLowerCase() === typed.toLowerCase());
	if (account === undefined) return problemPage(request, {type: 'user-unknown', account: typed});
	return redirect(asked.redirectUri, {
		code: context.signIns.issueCode(asked, account),
		state: asked.state,
		...extrasOf(context, asked),
	});
}

function extrasOf(context: OAuthContext, asked: Asked): Record<string, string> {
	switch (asked.dialect) {
		case 'microsoft':
			return {session_state: crypto.randomUUID()};
		case 'google':
			return {scope: asked.scopes.join(' ')};
		case 'plain':
			// RFC 9207
			return {iss: issuerOf(context, 'plain')};
	}
}

function problemPage(request: OAuthRequest, problem: Problem): OAuthResponse {
	const refused = inWords(request.dialect, problem);
	const title = request.dialect === 'google' ? googlePageTitle(refused) : 'Sign in';
	return messagePage(400, title, refusalText(refused));
}

function back(
	context: OAuthContext,
	request: OAuthRequest,
	redirectUri: string,
	state: string | undefined,
	problem: Problem,
): OAuthResponse {
	const refused = inWords(request.dialect, problem);
	return redirect(redirectUri, {
		error: refused.error,
		error_description: request.dialect === 'google' ? undefined : refusalText(refused),
		state,
		iss: request.dialect === 'plain' ? issuerOf(context, 'plain') : undefined,
	});
}

function redirect(
	redirectUri: string,
	parameters: Readonly<Record<string, string | undefined>>,
): OAuthResponse {
	const url = new URL(redirectUri);
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) url.searchParams.set(name, value);
	}
	return {status: 302, location: url.href};
}

/** This host's callback at any port, and ExtraView's own address at any host. */
export function isRegistered(redirectUri: string): boolean {
	if (/^http:\/\/localhost:\d{1,5}\/callback$/.test(redirectUri)) return true;
	return /^https:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w.~-]+)*\/OAuth2\?p_action=getTokenReturn&p_option=admin\.EmailTokenUtility$/.test(
		redirectUri,
	);
}
