import {inStep} from '../checklist/step-id.js';
import {fields} from '../fields.js';
import type {ProviderId} from '../grant.js';
import {parseTenant} from '../parse.js';
import {checkClientId} from './client-id.js';
import {readClientJson} from './client-json.js';
import {checkClientSecret} from './client-secret.js';
import {readDay} from './day.js';
import {filePath} from './file-path.js';
import {googleClient} from './google-client.js';
import {labelledGuids} from './labelled-guids.js';
import {type Kind, labelledLines} from './labels.js';
import {readSecretRow} from './secret-row.js';
import {tidy} from './tidy.js';

/** What was recognised of a client. `path`: the text names a file, whose content is to be recognised instead. */
export type RecognisedIdentity = {
	readonly path?: string;
	readonly clientId?: string;
	readonly tenant?: string;
	readonly clientSecret?: string;
	/** YYYY-MM-DD */
	readonly secretExpires?: string;
	/** What was found and what is worth knowing; sentences without secrets. */
	readonly notes: readonly string[];
	/** What is wrong and what to do; sentences without secrets. */
	readonly problems: readonly string[];
};

/** Raw texts, each of the first source that had it. */
type Found = Partial<Record<Exclude<Kind, 'other'>, string>>;
type Source = {
	readonly found: Found;
	readonly notes?: readonly string[];
	readonly problems?: readonly string[];
};

/** Takes a paste apart: a portal's overview page, the row of a secret, Google's or `az`'s JSON, KEY=VALUE lines. Never throws, and asks rather than guesses. */
export function recogniseIdentity(text: string, provider: ProviderId): RecognisedIdentity {
	const plain = tidy(text).trim();
	const path = filePath(plain);
	if (path !== undefined) return {path, notes: [], problems: []};
	const sources: readonly Source[] = [
		fromJson(plain, provider),
		...(provider === 'microsoft' ? [fromRow(plain)] : []),
		...(provider === 'google' ? [{found: googleClient(plain)}] : []),
		fromGuids(plain, provider),
		fromLines(plain),
		fromBareSecret(plain, provider),
	];
	const found = firstOf(sources.map(source => source.found));
	const checked = check(found, provider);
	const problems = [...sources.flatMap(source => source.problems ?? []), ...checked.problems];
	const notes = [...told(checked.values), ...sources.flatMap(source => source.notes ?? [])];
	if (notes.length === 0 && problems.length === 0) {
		return {notes, problems: [plain === '' ? nothingPasted : nothingFound[provider]]};
	}
	return {...checked.values, notes, problems};
}

const nothingPasted = 'Nothing was pasted. Copy the values from the portal.';

const nothingFound: Readonly<Record<ProviderId, string>> = {
	microsoft:
		'No ID was recognised. Copy the Overview page of the app with its labels, or enter each value in its own field.',
	google:
		'No client was recognised. Paste the text of client_secret_….json, or enter each value in its own field.',
	custom: 'No client was recognised. Enter each value in its own field.',
};

function fromJson(plain: string, provider: ProviderId): Source {
	const json = plain.startsWith('{') || plain.startsWith('[') ? readClientJson(plain) : undefined;
	if (!json) return {found: {}};
	const {application, isServiceAccount, ...found} = json;
	if (isServiceAccount) {
		return {
			found: {},
			problems: [
				'This is the key of a service account. Download the JSON of an OAuth client of the type Web application instead.',
			],
		};
	}
	const isWithoutSecret = found.clientId !== undefined && found.clientSecret === undefined;
	return {
		found,
		notes:
			application === 'installed'
				? [
						`It is a client of the type Desktop app; ${inStep('register')} asks for a Web application.`,
					]
				: [],
		problems:
			provider === 'google' && isWithoutSecret
				? [
						'The file has no client secret: it is shown once, at creation. Add a new secret to the client.',
					]
				: [],
	};
}

function fromRow(plain: string): Source {
	const row = readSecretRow(plain);
	if (!row) return {found: {}};
	return {
		found: {clientSecret: row.value, secretExpires: row.expires},
		notes: row.isDayUncertain
			? [
					`The end of the secret was read with the month first: ${row.expires}. Correct it if it is not.`,
				]
			: [],
	};
}

function fromGuids(plain: string, provider: ProviderId): Source {
	const ids = labelledGuids(plain);
	const valuesOf = (kind: Kind | undefined) => [
		...new Set(ids.filter(id => id.kind === kind).map(id => id.value)),
	];
	const [clientIds, tenants, unknown] = [
		valuesOf('clientId'),
		valuesOf('tenant'),
		valuesOf(undefined),
	];
	const [clientId, anotherClient] = clientIds;
	const [tenant, anotherTenant] = tenants;
	const isRow = provider === 'microsoft' && readSecretRow(plain) !== undefined;
	return {
		found: {
			clientId: anotherClient === undefined ? clientId : undefined,
			tenant: anotherTenant === undefined ? tenant : undefined,
		},
		problems: [
			...(anotherClient === undefined ? [] : [several('Client IDs')]),
			...(anotherTenant === undefined ? [] : [several('Tenant IDs')]),
			...(provider === 'microsoft' && ids.length === unknown.length && !isRow
				? whichIsWhich(unknown.length)
				: []),
		],
	};
}

const several = (what: string) =>
	`There are several different ${what} in it. Paste only the page of one application.`;

/** Without labels, one ID looks like the other. */
function whichIsWhich(count: number): string[] {
	if (count === 0) return [];
	const ids = count === 1 ? 'an ID' : `${count} IDs`;
	return [
		`There ${count === 1 ? 'is' : 'are'} ${ids} without a label that is known here. Paste Application (client) ID and Directory (tenant) ID each into its own field.`,
	];
}

function fromLines(plain: string): Source {
	const found: Found = {};
	for (const [kind, value] of labelledLines(plain)) {
		if (kind !== 'other') found[kind] ??= value;
	}
	return {found};
}

/** One word that can only be a secret of Microsoft: IDs and addresses have no tilde. */
function fromBareSecret(plain: string, provider: ProviderId): Source {
	const isSecret = provider === 'microsoft' && /^[\w.~-]{30,60}$/.test(plain) && /~/.test(plain);
	return {found: isSecret ? {clientSecret: plain} : {}};
}

function firstOf(all: readonly Found[]): Found {
	const found: Found = {};
	for (const one of all) {
		for (const name of ['clientId', 'tenant', 'clientSecret', 'secretExpires'] as const) {
			found[name] ??= one[name];
		}
	}
	return found;
}

function check(found: Found, provider: ProviderId) {
	const problems: string[] = [];
	const taken = (label: string, checked: {value: string | undefined} | {error: string}) => {
		if ('value' in checked) return checked.value;
		problems.push(`${label}: ${checked.error}`);
		return undefined;
	};
	const tenant =
		found.tenant === undefined || provider !== 'microsoft'
			? undefined
			: taken('Tenant ID', checkTenant(found.tenant));
	const clientId =
		found.clientId === undefined
			? undefined
			: taken('Client ID', checkClientId(found.clientId, provider, tenant));
	const clientSecret =
		found.clientSecret === undefined
			? undefined
			: taken('Client Secret', checkClientSecret(found.clientSecret, provider));
	const secretExpires =
		found.secretExpires === undefined ? undefined : readDay(found.secretExpires.slice(0, 10))?.date;
	return {values: {tenant, clientId, clientSecret, secretExpires}, problems};
}

/** As `parseTenant`, in words that do not repeat the text: what stands there may be something else. */
function checkTenant(text: string): ReturnType<typeof parseTenant> {
	const parsed = parseTenant(text);
	if (!('error' in parsed)) return parsed;
	return {error: 'This is neither an ID nor a domain. Copy "Directory (tenant) ID" again.'};
}

/** One sentence that says what came out of it. */
function told({
	tenant,
	clientId,
	clientSecret,
	secretExpires,
}: ReturnType<typeof check>['values']): string[] {
	const parts = [
		...(tenant ? [fields.tenant.label] : []),
		...(clientId ? [fields.clientId.label] : []),
		...(clientSecret ? [`Client Secret (${clientSecret.length} characters)`] : []),
		...(secretExpires ? [`its end ${secretExpires}`] : []),
	];
	return parts.length === 0 ? [] : [`Recognised: ${parts.join(', ')}.`];
}
