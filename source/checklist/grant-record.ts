import type {Flow, Grant} from '../grant.js';
import type {Evidence} from './evidence.js';
import type {StepId} from './step-id.js';

/** Masked facts about a grant's secrets: all that the screens and the commands may know of them. */
export type SecretFacts = {
	readonly clientSecret?: {
		readonly masked: string;
		readonly length: number;
		readonly setAt: number;
	};
	/** Of a certificate all but the key: it is public. */
	readonly certificate?: {
		readonly pem: string;
		readonly sha1: string;
		readonly sha256: string;
		readonly endsAt: number;
		readonly setAt: number;
	};
	readonly serviceAccount?: {
		readonly email: string;
		readonly uniqueId: string;
		readonly keyId: string;
		readonly setAt: number;
	};
	readonly tokens?: {
		readonly obtainedAt: number;
		readonly expiresAt: number;
		readonly hasRefreshToken: boolean;
		readonly scopes: readonly string[];
		readonly account?: string;
		readonly flow: Flow;
	};
	/** Since when the tokens can't be renewed. */
	readonly renewalFailure?: {
		readonly at: number;
		/** What is wrong, in a few words. */
		readonly title: string;
		readonly needsPerson: boolean;
		/** The checklist step where it is repaired. */
		readonly step?: string;
	};
	/** When a sign-in began that can still be completed by paste. */
	readonly pendingSince?: number;
};

/** A grant with all that is known of it. `facts` is read from the secret store and never saved here. */
export type GrantRecord = {
	readonly grant: Grant;
	readonly evidence: Partial<Record<StepId, Evidence>>;
	/** Ids of the portal actions that the admin ticked off. */
	readonly ticks: readonly string[];
	readonly facts: SecretFacts;
};
