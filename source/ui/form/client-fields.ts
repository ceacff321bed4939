import {isServiceAccount} from '../../checklist/credential.js';
import type {GrantRecord} from '../../checklist/grant-record.js';
import {openRecord} from '../../checklist/state.js';
import type {ProviderId} from '../../grant.js';
import {checkClientId} from '../../paste/client-id.js';
import {checkClientSecret} from '../../paste/client-secret.js';
import {recogniseIdentity} from '../../paste/identity.js';
import {isServiceAccountKey} from '../../paste/service-account.js';
import type {Draft} from '../format/edit-text.js';
import {dayOf} from '../format/time.js';
import type {ScreenProps} from '../screen-props.js';
import type {FormField} from './form-field.js';
import {grantField, textOf} from './grant-field.js';

/** The fields of the IDs and the secret. The secret's text belongs to the screen alone. */
export function clientFields(
	props: ScreenProps,
	{
		secret,
		setSecret,
	}: {
		readonly secret: Draft;
		readonly setSecret: (change: (before: Draft) => Draft) => void;
	},
): readonly FormField[] {
	const {state, now} = props;
	const record = openRecord(state);
	const provider = record?.grant.provider ?? 'microsoft';
	const tenant = textOf(state, 'client', 'tenant');
	const stored = record?.facts.clientSecret;
	const checkedSecret = secret.text === '' ? undefined : checkClientSecret(secret.text, provider);
	const clientIdProblem = (text: string) => {
		const checked = checkClientId(text, provider, tenant);
		return 'error' in checked ? checked.error : undefined;
	};
	const isKeyFile = record !== undefined && isServiceAccount(record.grant, state.providers);
	if (isKeyFile) return [];
	return [
		...(state.providers[provider].hasTenant ? [grantField(props, 'client', 'tenant')] : []),
		grantField(props, 'client', 'clientId', {check: clientIdProblem}),
		{
			name: 'clientSecret',
			label: 'Client Secret',
			help: secretHelp(record),
			draft: secret,
			isMasked: true,
			placeholder: stored
				? `${stored.masked}  ${stored.length} characters, stored ${dayOf(stored.setAt, now())}`
				: record?.facts.certificate
					? 'a certificate stands in its place'
					: '',
			problem: checkedSecret && 'error' in checkedSecret ? checkedSecret.error : undefined,
			edit: setSecret,
		},
		grantField(props, 'client', 'secretExpires', {
			placeholder: 'year-month-day, such as 2028-11-23',
		}),
	];
}

function secretHelp(record: GrantRecord | undefined): string {
	const {clientSecret, certificate} = record?.facts ?? {};
	if (clientSecret) return 'One is stored. Type or paste another to take its place.';
	if (certificate) return 'A certificate is stored. A client secret would take its place.';
	return 'Type or paste it; it goes into its own encrypted file and is never shown whole.';
}

/** Whether a paste is more than a text for the field that has the focus: a page, a file, several values, or a value that names itself. */
export function isForIdentity(
	text: string,
	focused: FormField | undefined,
	provider: ProviderId,
): boolean {
	const plain = text.trim();
	if (!focused || /\n|^[{[]/.test(plain)) return true;
	if (isServiceAccountKey(plain)) return true;
	const {path, clientId, clientSecret} = recogniseIdentity(plain.slice(0, 10_000), provider);
	if (path !== undefined) return true;
	if (focused.name === 'clientSecret') return false;
	return clientSecret !== undefined || (clientId !== undefined && focused.name !== 'clientId');
}
