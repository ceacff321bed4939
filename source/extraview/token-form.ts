import type {Grant} from '../grant.js';
import type {Providers} from '../providers/provider.js';
import {settingsOf} from '../providers/settings.js';

/** For which Email Token Type ExtraView's form wants the field. */
export type Requirement = 'always' | 'microsoft' | 'google' | 'optional';

/** One field of ExtraView's form *Access Tokens for 3rd Party Email Services*. */
export type TokenFormField = {
	/** Place in the form, from 1. */
	readonly number: number;
	/** As ExtraView spells it; undefined where no page of ExtraView's shows it. */
	readonly label?: string;
	/** What it is, for the field whose label is not known. */
	readonly description?: string;
	readonly required: Requirement;
	/** To be typed; undefined for a secret, for what stays empty, and for what is still missing. */
	readonly value?: string;
	readonly isSecret?: true;
	/** Stays empty for this grant. */
	readonly isEmpty?: true;
	/** The grant lacks it, and where it is entered. */
	readonly missing?: string;
	readonly note?: string;
};

/** The nine fields in the form's order, with this grant's values. The secret is named, not given. */
export function tokenForm(grant: Grant, providers: Providers): readonly TokenFormField[] {
	const provider = providers[grant.provider];
	const settings = settingsOf(grant, providers);
	const url = (text: string | undefined, override: string | undefined) => {
		const isShort = provider.hasTenant && !grant.tenant && (override?.includes('{tenant}') ?? true);
		if (isShort) return {missing: 'Tenant ID first: “IDs and secret”, or add --tenant ID'};
		return text ? {value: text} : {missing: 'Enter it in “Provider and mailbox”'};
	};
	return [
		{
			number: 1,
			label: 'Email Token Name',
			required: 'always',
			value: grant.name,
			...(grant.name.toLowerCase() !== grant.mailbox.toLowerCase() && {
				note: `Free to choose; ExtraView advises the address of the mailbox, ${grant.mailbox}.`,
			}),
		},
		{
			number: 2,
			label: 'Email Token Type',
			required: 'always',
			...(provider.tokenType
				? {value: provider.tokenType}
				: {missing: 'ExtraView’s list has only Microsoft Azure and Google Gmail'}),
		},
		{
			number: 3,
			label: 'Email Address',
			required: 'optional',
			value: grant.mailbox,
			note: 'A note for the admin, to tell mailboxes apart.',
		},
		{
			number: 4,
			label: 'Tenant ID',
			required: 'microsoft',
			...(provider.hasTenant
				? orMissing(grant.tenant, 'Enter it in “IDs and secret”')
				: {isEmpty: true as const}),
		},
		{
			number: 5,
			label: 'Client ID',
			required: 'always',
			...orMissing(grant.clientId, 'Enter it in “IDs and secret”'),
		},
		{
			number: 6,
			label: 'Client Secret',
			required: 'always',
			isSecret: true,
			note: 'The value that the portal showed once, not the Secret ID.',
		},
		{
			number: 7,
			label: 'Scope',
			required: 'always',
			...orMissing(
				settings.neededScopes.join(' ') || undefined,
				'Enter it in “Provider and mailbox”',
			),
			note: scopeNote(grant, settings.neededScopes.length),
		},
		{
			number: 8,
			description: 'the URL of the authorization server',
			required: 'always',
			...url(settings.authorizeUrl, grant.authorizeUrl),
			note: 'No page of ExtraView’s shows this field’s label; it stands between Scope and Access Token URL. That it takes this URL is concluded, not documented.',
		},
		{
			number: 9,
			label: 'Access Token URL',
			required: 'google',
			...url(settings.tokenUrl, grant.tokenUrl),
			...(grant.provider !== 'google' && {
				note: 'Documented as required for Google; what ExtraView wants here otherwise is not. Enter it if the form asks.',
			}),
		},
	];
}

const orMissing = (value: string | undefined, missing: string) =>
	value === undefined ? {missing} : {value};

function scopeNote({provider}: Grant, count: number): string {
	return [
		...(count > 1 ? ['One space between two scopes, no line break.'] : []),
		'ExtraView adds the permission for offline access itself, so it is left out.',
		...(provider === 'microsoft'
			? [
					'EWS.AccessAsUser.All, which ExtraView’s full list has, is left out too: Exchange Online is reported to switch EWS off in phases since October 2026, and IMAP, POP3 and SMTP need none of it.',
				]
			: []),
	].join(' ');
}

/** Where the form is and what is pressed. */
export const tokenFormPlace =
	'Advanced → Access Tokens for 3rd Party Email Services → Add a new email token';
