import type {DiagnosisContext, Failure} from './diagnosis.js';
import {type Family, familyIn} from './families/family.js';
import {httpFamily, oauthErrors} from './families/oauth-error.js';
import {challengeFamily, refusedIncoming, responseCodes} from './families/response-code.js';
import {smtpFamily} from './families/smtp-status.js';
import {codeFamily} from './families/system-code.js';
import type {Seen} from './seen.js';

/** What is certain of a failure that no case explains. */
export function findFamily(seen: Seen, failure: Failure, context: DiagnosisContext): Family {
	return (
		codeFamily(seen.code) ??
		numberFamily(seen) ??
		subtypeFamily(seen) ??
		challengeFamily(failure.challenge) ??
		familyIn(responseCodes, seen.response) ??
		smtpFamily(seen.reply, seen.enhanced) ??
		familyIn(oauthErrors, seen.error) ??
		httpFamily(seen.httpStatus) ??
		(/^(?:NO|BAD|-ERR)$/i.test(failure.response?.status ?? '') ? refusedIncoming : undefined) ??
		nothingKnown(context)
	);
}

/** Microsoft explains every number itself. */
function numberFamily({aadsts: [number], error}: Seen): Family | undefined {
	if (number === undefined) return undefined;
	const family = familyIn(oauthErrors, error);
	const see = `https://login.microsoftonline.com/error?code=${number}`;
	return {
		title: family ? `${family.title} (AADSTS${number})` : `Microsoft refuses with AADSTS${number}`,
		cause: `${family ? `${family.cause} ` : ''}mailgrant has no explanation of this number; Microsoft’s own stands at the address below.`,
		fix: [{url: see}, ...(family?.fix ?? [])],
		who: family?.who ?? 'app-owner',
		transient: family?.transient,
		see,
		step: family?.step,
	};
}

function subtypeFamily({error, subtype}: Seen): Family | undefined {
	if (subtype === undefined) return undefined;
	const family = familyIn(oauthErrors, error);
	if (!family) return undefined;
	return {
		...family,
		cause: `${family.cause} The server gives ${subtype.slice(0, 60)} as the reason, which mailgrant has no explanation of.`,
		confidence: 'possible',
	};
}

function nothingKnown({provider}: DiagnosisContext): Family {
	const owner = {microsoft: 'Microsoft', google: 'Google', custom: 'the server’s admin'}[provider];
	return {
		title: 'mailgrant has no explanation for this',
		cause: 'Nothing is known of this failure but the words themselves.',
		fix: ['Try once more.', `If it stays, ask ${owner}, with the words as they stand.`],
		who: 'you',
	};
}
