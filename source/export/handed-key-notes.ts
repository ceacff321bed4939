import type {HandedKey} from '../programs-port.js';

/** What to do where the program that asks for a token can hand over no key; sentences. */
export const handedKeyNotes: Readonly<Record<HandedKey, readonly string[]>> = {
	passphrase: [
		'The secrets are encrypted with a passphrase, and nobody types it when the program asks for a token: it gets none.',
		'Give them a key file: mailgrant rekey --new',
		'Or start the program as a unit of systemd with LoadCredential=mailgrant-passphrase:FILE',
		'Or let it read a token file instead (cat FILE), which one process keeps fresh: mailgrant --passphrase-fd 3 refresh --watch --token-dir DIR 3< FILE',
	],
	credential: [
		'The secrets are encrypted with a credential of systemd: a program that is started otherwise gets no token.',
		'Start it as a unit with LoadCredential=mailgrant-key:FILE',
		'Or let it read a token file instead (cat FILE), which one process keeps fresh: mailgrant refresh --watch --token-dir DIR',
		'Or give the secrets a key file: mailgrant rekey --new',
	],
};
