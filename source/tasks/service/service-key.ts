import {UserError} from '../../errors.js';
import {
	type Credential,
	type Store,
	usualKeyFile,
	usualPassphraseFile,
} from '../../service/service-plan.js';
import type {ServiceHost} from '../../service-port.js';
import {passphraseInto} from './passphrase-into.js';
import type {PlannedService, ServiceWish} from './service-wish.js';

/** Where the service gets the key of its store from, and what is done to it before. `source` is where the store lies now. */
export function keyOf(
	host: ServiceHost,
	wish: ServiceWish,
	source: string,
	store: Store,
): {readonly credential?: Credential; readonly key: PlannedService['key']} {
	const file = wish.keyFile ?? usualKeyFile;
	const isEncrypted = file.endsWith('.cred');
	const handed: Credential = {name: 'mailgrant-key', file, isEncrypted};
	const from = host.isAdmin || !store.isState ? host.keyOf(source) : undefined;
	switch (from?.from) {
		case undefined:
			return {credential: handed, key: isEncrypted || host.look(file) ? 'kept' : 'made'};
		case 'own':
			// In its place it needs nobody's help. Moved, it leaves the directory that it protects.
			if (wish.from === undefined) return {key: 'kept'};
			if (!isEncrypted) return {credential: handed, key: 'moved'};
			throw new UserError(
				`The key of ${source} lies in it, so it is moved as it is, and encrypted afterwards.`,
				['Leave out --key-file, and see: mailgrant service'],
				2,
			);
		case 'file':
			return {
				credential:
					wish.keyFile === undefined ? {...handed, file: from.path, isEncrypted: false} : handed,
				key: 'kept',
			};
		case 'credential':
			return {credential: handed, key: 'kept'};
		case 'passphrase':
			return {
				credential: {
					name: 'mailgrant-passphrase',
					file: wish.keyFile ?? usualPassphraseFile,
					isEncrypted,
				},
				key: 'kept',
			};
	}
}

/** What cron starts is handed nothing, and has nobody to ask. */
export function refuseHanded({keyOf: keyAt}: ServiceHost, directory: string) {
	const from = keyAt(directory)?.from;
	if (from !== 'passphrase' && from !== 'credential') return;
	throw new UserError(
		from === 'passphrase'
			? `The secrets of ${directory} have a passphrase, which nobody types for cron.`
			: `The key of ${directory} is a systemd credential, which cron does not hand out.`,
		[
			'Keep the key in a file, mode 0600, from now on: mailgrant rekey --new',
			'Or let systemd run it, where it does: mailgrant service',
		],
	);
}

/** A unit without it does not start. */
export const broughtBefore = ({name, file}: Credential) =>
	name === 'mailgrant-key'
		? `The service opens the secrets with the key in ${file}, which has to be there before --install. Where it is elsewhere: --key-file FILE`
		: `The service opens the secrets with the passphrase in ${file}, which has to be there before --install: ${passphraseInto(file)}`;
