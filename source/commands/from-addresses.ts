import {UserError} from '../errors.js';
import {type Sender, type SenderSource, senderSettings, sendersOf} from '../extraview/senders.js';

/** The addresses of `--from`: ADDRESS, or SETTING=ADDRESS with the name of ExtraView's setting; several parted by commas. Throws UserError with exit code 2. */
export function fromAddresses(
	option: string | true | undefined,
	command: string,
): readonly Sender[] {
	if (typeof option !== 'string') return [];
	const given = option.split(',').flatMap(part => {
		const text = part.trim();
		return text === '' ? [] : [withSource(text)];
	});
	const {senders, errors} = sendersOf(given);
	const howTo = `How it is used: mailgrant ${command} --help`;
	const [first] = errors;
	if (first !== undefined) throw new UserError(`--from: ${first}`, [...errors.slice(1), howTo], 2);
	if (senders.length === 0) throw new UserError('--from lacks its ADDRESS.', [howTo], 2);
	return senders;
}

function withSource(text: string): {readonly source: SenderSource; readonly address: string} {
	const equals = text.indexOf('=');
	const name = text.slice(0, Math.max(0, equals)).trim().toUpperCase();
	const setting = senderSettings.find(({source}) => source.toUpperCase() === name);
	// An equals sign is allowed in an address too (RFC 5322 §3.2.3).
	if (!setting) return {source: 'custom', address: text};
	return {source: setting.source, address: text.slice(equals + 1)};
}
