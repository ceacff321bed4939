import {fields} from '../../fields.js';
import type {CloudId, FieldName, Protocol, ProviderId} from '../../grant.js';
import type {Provider} from '../../providers/provider.js';
import {cloudNotes, providerOf as providerIn} from '../../providers/provider-of.js';
import type {ScreenProps} from '../screen-props.js';
import type {Choice, FormField} from './form-field.js';
import {grantField, textOf} from './grant-field.js';

const basic: readonly FieldName[] = ['name', 'provider', 'mailbox', 'incoming', 'outgoing'];
const overrides: readonly FieldName[] = [
	'account',
	'cloud',
	'flow',
	'extraviewUrl',
	'extraview',
	'testing',
	'authorizeUrl',
	'tokenUrl',
	'deviceUrl',
	'metadataUrl',
	'scope',
	'imap',
	'imapSecurity',
	'pop3',
	'pop3Security',
	'smtp',
	'smtpSecurity',
	'caFile',
	'proxy',
	'callbackPort',
];

/** Nobody signs in and no browser comes back with the flow app-only. */
const ofPerson: readonly FieldName[] = ['account', 'authorizeUrl', 'deviceUrl', 'callbackPort'];

export const providerFieldNames: readonly FieldName[] = [...basic, ...overrides];

/** The cursor of this list is 1 while the overrides are shown. */
export const moreList = 'provider:more';

/** The fields of provider and mailbox that are shown. A custom provider has nothing to say by itself, so that all are. */
export function providerFields(props: ScreenProps): readonly FormField[] {
	const {state} = props;
	const provider = cloudOf(props);
	const isOpen = state.cursors[moreList] === 1 || provider.id === 'custom';
	const [incoming, outgoing] = [chosenText(props, 'incoming'), chosenText(props, 'outgoing')];
	const isAppOnly = chosenText(props, 'flow') === 'app-only';
	const concerns = (name: FieldName) =>
		(name !== 'extraview' || provider.tokenType !== undefined) &&
		(name !== 'testing' || provider.refreshTokenDays?.testing !== undefined) &&
		(name !== 'cloud' || provider.clouds !== undefined) &&
		!(isAppOnly && ofPerson.includes(name)) &&
		(['imap', 'pop3', 'smtp'] as const).every(
			protocol => !name.startsWith(protocol) || incoming === protocol || outgoing === protocol,
		);
	const names = isOpen ? [...basic, ...overrides.filter(concerns)] : basic;
	return names.map(name =>
		grantField(props, 'provider', name, {
			choices: choicesOf(name, props),
			fallback: fallbacks[name],
			placeholder: placeholderOf(name, provider, props),
		}),
	);
}

/** What is sent when the form is saved: all fields, shown or not. The name is the address where none was given. */
export function providerTexts(props: ScreenProps): Partial<Record<FieldName, string>> {
	const texts = Object.fromEntries(
		providerFieldNames.map(name => [name, chosenText(props, name)]),
	) as Record<FieldName, string>;
	const {clouds} = props.state.providers[providerOf(props)];
	return {
		...texts,
		name: texts.name.trim() === '' ? texts.mailbox.trim() : texts.name,
		// What another choice has hidden must not stand in the way of saving.
		...(clouds && texts.cloud !== 'global' ? {} : {cloud: ''}),
		...(texts.flow === 'app-only' ? {account: ''} : {}),
	};
}

const fallbacks: Partial<Record<FieldName, string>> = {
	provider: 'microsoft',
	incoming: 'imap',
	outgoing: 'smtp',
	flow: 'browser',
	extraview: 'yes',
	testing: 'no',
	cloud: 'global',
};

const chosenText = ({store}: ScreenProps, name: FieldName) =>
	textOf(store.getState(), 'provider', name) || (fallbacks[name] ?? '');

/** The provider as it is in the chosen cloud. */
function cloudOf(props: ScreenProps): Provider {
	const cloud = chosenText(props, 'cloud') as CloudId | '';
	const provider = providerOf(props);
	return cloud === ''
		? props.state.providers[provider]
		: providerIn({provider, cloud}, props.state.providers);
}

/** What has to be known of the chosen cloud. */
export const chosenCloudNotes = (props: ScreenProps): readonly string[] =>
	cloudNotes(
		{
			provider: providerOf(props),
			cloud: (chosenText(props, 'cloud') || undefined) as CloudId | undefined,
		},
		props.state.providers,
	);

function providerOf(props: ScreenProps): ProviderId {
	const text = chosenText(props, 'provider');
	return text === 'google' || text === 'custom' ? text : 'microsoft';
}

const choiceWords: Readonly<Record<string, string>> = {
	imap: 'IMAP',
	pop3: 'POP3',
	smtp: 'SMTP',
	tls: 'TLS',
	starttls: 'STARTTLS',
	'gcc-high': 'GCC High',
	dod: 'DoD',
	china: 'China',
};

function choicesOf(name: FieldName, props: ScreenProps): readonly Choice[] | undefined {
	const {state} = props;
	const {flows} = state.providers[providerOf(props)];
	const values = fields[name].choices?.filter(
		value => name !== 'flow' || value !== 'app-only' || flows.includes('app-only'),
	);
	if (!values) return undefined;
	const choices = values.map(value => ({
		value,
		label:
			name === 'provider'
				? state.providers[value as ProviderId].label
				: (choiceWords[value] ?? value),
	}));
	return fallbacks[name] ? choices : [{value: '', label: 'as the provider'}, ...choices];
}

function placeholderOf(name: FieldName, provider: Provider, props: ScreenProps): string {
	switch (name) {
		case 'name':
			return chosenText(props, 'mailbox') || 'the address, when left empty';
		case 'authorizeUrl':
		case 'tokenUrl':
		case 'deviceUrl':
		case 'metadataUrl':
			return provider[name] ?? '';
		case 'imap':
		case 'pop3':
		case 'smtp':
			return endpointText(provider, name);
		case 'scope':
			return Object.values(provider.scopes).length > 0 ? 'what the services need' : '';
		case 'account':
			return 'the mailbox itself';
		case 'proxy':
			return 'as the environment says';
		case 'callbackPort':
			return 'the next that no grant has, from 8765';
		default:
			return '';
	}
}

function endpointText({services}: Provider, protocol: Protocol): string {
	const endpoint = services[protocol];
	return endpoint ? `${endpoint.host}:${endpoint.port}` : '';
}
