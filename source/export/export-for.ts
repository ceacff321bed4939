import type {Grant} from '../grant.js';
import type {Programs} from '../programs-port.js';
import type {Providers} from '../providers/provider.js';
import {accessOf} from './access-of.js';
import {handedKeyNotes} from './handed-key-notes.js';
import type {Export, ProgramId} from './program.js';
import {programs} from './programs.js';

/** The configuration that makes a program use a grant. No secret is in it. */
export function exportFor(
	id: ProgramId,
	grant: Grant,
	host: Pick<Programs, 'own' | 'ownAsRoot' | 'handedKey'> & {readonly providers: Providers},
): Export {
	const access = accessOf(grant, host);
	const made = programs[id](access);
	if ('unfit' in made) return made;
	const {proxy} = grant;
	const handed = host.handedKey();
	return {
		...made,
		notes: [
			...made.notes,
			...(handed === undefined ? [] : handedKeyNotes[handed]),
			...(proxy === undefined || proxy === 'none'
				? []
				: [
						'The proxy of the grant is mailgrant’s own way out; the program needs its own setting for one.',
					]),
		],
	};
}
