import type {SecretFacts} from '../checklist/grant-record.js';
import {clean, mask} from '../clean.js';
import {tokenFacts} from '../diagnosis/token-facts.js';
import type {Tokens} from '../oauth-port.js';
import type {Secrets} from '../secrets.js';

const pendingMs = 10 * 60_000;

/** What may be seen of secrets: masked, measured, dated. */
export function factsOf(
	{clientSecret, certificate, serviceAccount, tokens, pending, renewal}: Secrets,
	now: number,
): SecretFacts {
	return {
		clientSecret: clientSecret && {
			masked: clean(mask(clientSecret.value)),
			length: clientSecret.value.length,
			setAt: clientSecret.setAt,
		},
		certificate: certificate && {
			pem: certificate.certificate,
			sha1: certificate.sha1,
			sha256: certificate.sha256,
			endsAt: certificate.endsAt,
			setAt: certificate.setAt,
		},
		serviceAccount: serviceAccount && {
			email: clean(serviceAccount.email, 254),
			uniqueId: clean(serviceAccount.uniqueId, 40),
			keyId: clean(serviceAccount.keyId, 100),
			setAt: serviceAccount.setAt,
		},
		tokens: tokens && {
			obtainedAt: tokens.obtainedAt,
			expiresAt: tokens.expiresAt,
			hasRefreshToken: tokens.refreshToken !== undefined,
			scopes: tokens.scopes.map(scope => clean(scope)),
			account: accountOf(tokens),
			flow: tokens.flow,
		},
		...(renewal?.failure && {
			renewalFailure: {
				at: renewal.failure.at,
				title: clean(renewal.failure.diagnosis.title),
				needsPerson: renewal.failure.retryAt === undefined,
				step: renewal.failure.diagnosis.step,
			},
		}),
		pendingSince: pending && isOpen(pending.startedAt, now) ? pending.startedAt : undefined,
	};
}

const isOpen = (startedAt: number, now: number) => now - startedAt < pendingMs;

// The ID token is made to say who signed in; access tokens only sometimes do.
function accountOf({idToken, accessToken}: Tokens): string | undefined {
	const account =
		(idToken === undefined ? undefined : tokenFacts(idToken)?.account) ??
		tokenFacts(accessToken)?.account;
	return account === undefined ? undefined : clean(account, 254);
}
