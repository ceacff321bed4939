/** The variables that change what the program does, with what they are for. */
export const environment: readonly (readonly [name: string, help: string])[] = [
	['MAILGRANT_CONFIG', 'Directory of settings and secrets, where --config is not given.'],
	['MAILGRANT_STORE', 'The store, local or postgres://…, where --store is not given.'],
	[
		'MAILGRANT_KEY_FILE',
		'File with the key of the secrets, in place of the file "key" of the directory.',
	],
	['XDG_CONFIG_HOME', 'Where the directory mailgrant is looked for, in place of ~/.config.'],
	['XDG_CACHE_HOME', 'Where the compiled program is kept, in place of ~/.cache.'],
	[
		'CREDENTIALS_DIRECTORY',
		'Set by systemd: the credentials mailgrant-key, mailgrant-passphrase and mailgrant-store-password are read from it.',
	],
	['RUNTIME_DIRECTORY', 'Set by systemd: where refresh --watch keeps the token files.'],
	['XDG_RUNTIME_DIR', 'The token files are kept in its directory mailgrant otherwise.'],
	['HTTPS_PROXY, NO_PROXY', 'The proxy to the provider, and the hosts that need none.'],
	['SSH_CONNECTION, TMUX, STY', 'Tell whose terminal a copied text has to reach.'],
];
