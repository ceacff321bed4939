import type {Evidence} from '../checklist/evidence.js';
import type {GrantRecord} from '../checklist/grant-record.js';
import {fitOf} from '../checklist/steps.js';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {compareRedirect} from '../extraview/compare-redirect.js';
import {checkExtraviewUrl} from '../providers/extraview-url.js';
import {settingsOf} from '../providers/settings.js';
import type {Services} from '../services.js';
import {planEdit, saveEvidence, writeGrant} from './grants.js';

/** Compares the redirect URI that ExtraView's own screen shows with the one that follows from the base URL, and keeps what came of it. Without a base URL, the one that was pasted gives it. Throws UserError for a text without an address. */
export async function compareInstance(
	services: Services,
	record: GrantRecord,
	pasted: string,
): Promise<GrantRecord> {
	const found = /https?:\/\/[^\s"'<>]+/i.exec(clean(pasted, 3000))?.[0];
	if (found === undefined) {
		throw new UserError('There is no address in what was pasted.', [
			'Copy the redirect URI from ExtraView’s Access Tokens for 3rd Party Email Services, whole.',
		]);
	}
	const shown = withoutSecrets(found);
	const known = record.grant.extraviewUrl ? record : await withBase(services, record, shown);
	const {extraviewRedirectUri: expected = ''} = settingsOf(known.grant, services.providers);
	const differences = compareRedirect(shown, expected);
	const about = {at: services.now(), fits: fitOf('instance', known, services.providers)};
	const evidence: Evidence =
		differences.length === 0
			? {...about, outcome: 'proved', summary: 'as ExtraView shows it'}
			: {
					...about,
					outcome: 'failed',
					summary: 'ExtraView shows another address',
					diagnosis: {
						id: 'extraview-other-redirect-uri',
						title: 'ExtraView shows another redirect URI',
						cause: differences.join(' '),
						fix: [
							'If users type what ExtraView shows, press t: its base URL is taken.',
							'Otherwise tell ExtraView, or the proxy in front of it, the address that users type.',
							'Then paste again what its screen shows. ExtraView sends the address that it shows itself.',
						],
						who: 'you',
						transient: false,
						confidence: 'certain',
						said: clean(shown, 500),
					},
				};
	return saveEvidence(services, known.grant.name, 'instance', evidence);
}

async function withBase(
	services: Services,
	record: GrantRecord,
	shown: string,
): Promise<GrantRecord> {
	const checked = checkExtraviewUrl(shown);
	if ('error' in checked) throw new UserError(checked.error);
	const planned = planEdit(services, record, {extraviewUrl: checked.value ?? ''});
	if ('errors' in planned) {
		throw new UserError(planned.errors.extraviewUrl ?? 'That address can’t be taken.', [
			'Enter the base URL as users type it, such as https://track.example.com/evj.',
		]);
	}
	return writeGrant(services, planned.grant);
}

/** An address of a sign-in that has come back would bring its code along. */
const withoutSecrets = (address: string) =>
	address.replace(/([?&#](?:code|state|session_state|\w*token)=)[^&#]*/gi, '$1…');
