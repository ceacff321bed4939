import {UserError} from '../errors.js';
import type {NewKey} from '../vault-port.js';
import {newPassphrase} from './ask-hidden.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** Encrypts the secrets with another key. */
export async function rekey(invocation: Invocation): Promise<ExitCode> {
	const {output, world} = invocation;
	const kind = kindOf(invocation.options);
	const vault = await world.openVault();
	const where = await vault.rekey(await wishOf(invocation, kind));
	output.print(`The secrets are encrypted anew. Their key: ${where}`);
	return 0;
}

const kinds = ['new', 'key-file', 'credential', 'passphrase'] as const;

function kindOf(options: Invocation['options']): (typeof kinds)[number] {
	// Where a passphrase is read from says that there is to be one.
	const wish: typeof options = options['passphrase-stdin']
		? {...options, passphrase: true}
		: options;
	const given = kinds.filter(kind => wish[kind] !== undefined);
	const [kind] = given;
	if (kind && given.length === 1) return kind;
	throw new UserError(
		kind ? 'rekey takes one new key, not several.' : 'rekey lacks its new key.',
		['One of: --new, --key-file FILE, --credential, --passphrase', howTo],
		2,
	);
}

async function wishOf(invocation: Invocation, kind: (typeof kinds)[number]): Promise<NewKey> {
	switch (kind) {
		case 'new':
			return {from: 'new'};
		case 'key-file':
			return {from: 'file', path: String(invocation.options['key-file'])};
		case 'credential':
			return {from: 'credential'};
		case 'passphrase':
			return {
				from: 'passphrase',
				passphrase: await newPassphrase(invocation, 'New passphrase (not shown):'),
			};
	}
}

const howTo = 'How it is used: mailgrant rekey --help';
