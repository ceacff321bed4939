import {openRecord} from '../checklist/state.js';
import {providerOf} from '../providers/provider-of.js';
import type {Binding} from './keys.js';
import type {ScreenProps} from './screen-props.js';

/** The keys of a certificate, where the application proves itself with one. */
export function certificateBindings({state, tasks}: ScreenProps): readonly Binding[] {
	const record = openRecord(state);
	if (record?.grant.flow !== 'app-only') return [];
	const {appOnly} = providerOf(record.grant, state.providers);
	if (!appOnly?.credentials.includes('certificate')) return [];
	const {certificate} = record.facts;
	if (!certificate) {
		return [
			{
				keys: ['ctrl+n'],
				hint: 'make certificate',
				help: 'Make a key and a certificate for it, in place of a client secret',
				run: () => tasks.makeCertificate(),
			},
		];
	}
	return [
		{
			keys: ['ctrl+y'],
			hint: 'copy certificate',
			help: 'Copy the certificate, to be uploaded to the portal as a .pem file',
			run: () => tasks.copy('Certificate', certificate.pem),
		},
	];
}
