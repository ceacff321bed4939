import {fields} from '../../fields.js';
import type {FieldName, Protocol, ProviderId} from '../../grant.js';
import type {Provider} from '../../providers/provider.js';
import type {ScreenProps} from '../screen-props.js';
import type {Choice, FormField} from './form-field.js';
import {grantField, textOf} from './grant-field.js';

const basic: readonly FieldName[] = ['name', 'provider', 'mailbox', 'incoming', 'outgoing'];
const overrides: readonly FieldName[] = [
	'extraviewUrl',
	'extraview',
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
	'flow',
];

export const providerFieldNames: readonly FieldName[] = [...basic, ...overrides];

/** The cursor of this list is 1 while the overrides are shown. */
export const moreList = 'provider:more';

/** The fields of provider and mailbox that are shown. A custom provider has nothing to say by itself, so that all are. */
export function providerFields(props: ScreenProps): readonly FormField[] {
	const {state} = props;
	const provider = state.providers[providerOf(props)];
	const isOpen = state.cursors[moreList] === 1 || provider.id === 'custom';
	const [incoming, outgoing] = [chosenText(props, 'incoming'), chosenText(props, 'outgoing')];
	const concerns = (name: FieldName) =>
		(name !== 'extraview' || provider.tokenType !== undefined) &&
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
	return {...texts, name: texts.name.trim() === '' ? texts.mailbox.trim() : texts.name};
}

const fallbacks: Partial<Record<FieldName, string>> = {
	provider: 'microsoft',
	incoming: 'imap',
	outgoing: 'smtp',
	flow: 'browser',
	extraview: 'yes',
};

const chosenText = ({store}: ScreenProps, name: FieldName) =>
	textOf(store.getState(), 'provider', name) || (fallbacks[name] ?? '');

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
};

function choicesOf(name: FieldName, {state}: ScreenProps): readonly Choice[] | undefined {
	const values = fields[name].choices;
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
