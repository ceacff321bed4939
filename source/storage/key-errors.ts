import {UserError} from '../errors.js';
import {shellQuote} from '../shell-quote.js';
import type {KeyDescriptor} from './key-descriptor.js';
import type {FoundKey} from './key-source.js';

const again = 'Then enter the client secret and sign in again, for each grant.';

/** No key is there, and what says where it should be. `own` is the file `key` in the directory. */
export function keyMissing(
	file: string,
	own: string,
	descriptor: KeyDescriptor | undefined,
): UserError {
	switch (descriptor?.source) {
		case undefined:
			return fileMissing(file, own, `Restore ${own} from a backup, and key.json if there was one.`);
		case 'file': {
			const {path = own} = descriptor;
			return fileMissing(
				file,
				path,
				`Restore ${path} from a backup. If it lies elsewhere now: export MAILGRANT_KEY_FILE=FILE`,
			);
		}
		case 'credential':
			return new UserError(
				`${file} is encrypted with the systemd credential mailgrant-key, which this process was not given.`,
				[
					'In a unit: LoadCredential=mailgrant-key:FILE',
					'By hand, as who owns the directory, with the file that the credential is loaded from: MAILGRANT_KEY_FILE=FILE mailgrant',
				],
			);
		case 'passphrase':
			return new UserError(`${file} is encrypted with a passphrase, which was not given.`, [
				'On a terminal it is asked for.',
				...passphraseWays,
			]);
	}
}

/** How a passphrase reaches a process that has no terminal. */
export const passphraseWays: readonly string[] = [
	'In a unit: LoadCredential=mailgrant-passphrase:FILE',
	'In a script: mailgrant --passphrase-fd 3 … 3< FILE',
];

function fileMissing(file: string, key: string, restore: string): UserError {
	return new UserError(`${key} is missing, the key that ${file} is encrypted with.`, [
		restore,
		`Or give the secrets up: rm ${shellQuote(file)}`,
		again,
	]);
}

/** Keys are there, and none of them opens the file. `isKnown`: one of them is the key of the store. */
export function keyUnfit(
	file: string,
	tried: readonly FoundKey[],
	{
		own,
		descriptor,
		isKnown,
	}: {
		readonly own: string;
		readonly descriptor: KeyDescriptor | undefined;
		readonly isKnown: boolean;
	},
): UserError {
	const names = [...new Set(tried.map(({name}) => name))].join(' or ');
	if (descriptor && !isKnown) {
		const {message, nextSteps} = keyMissing(file, own, descriptor);
		return new UserError(`${file} can't be decrypted: ${names} is not its key.`, [
			message,
			...nextSteps,
		]);
	}
	const orKey = isKnown ? '' : `, or ${names} is not its key`;
	return new UserError(`${file} can't be decrypted: it was changed or cut off${orKey}.`, [
		isKnown ? 'Restore it from a backup.' : 'Restore both from the same backup.',
		`Or begin anew, with the old file kept: mv ${shellQuote(file)} ${shellQuote(`${file}.damaged`)}`,
		again,
	]);
}
