import type {Grant} from '../grant.js';
import type {Programs} from '../programs-port.js';
import type {Providers} from '../providers/provider.js';
import {accessOf} from './access-of.js';
import type {Export, ProgramId} from './program.js';
import {programs} from './programs.js';

/** The configuration that makes a program use a grant. No secret is in it. */
export function exportFor(
	id: ProgramId,
	grant: Grant,
	host: Pick<Programs, 'own' | 'ownAsRoot'> & {readonly providers: Providers},
): Export {
	const access = accessOf(grant, host);
	const made = programs[id](access);
	if ('unfit' in made) return made;
	const {proxy} = grant;
	if (proxy === undefined || proxy === 'none') return made;
	return {
		...made,
		notes: [
			...made.notes,
			'The proxy of the grant is mailgrant’s own way out; the program needs its own setting for one.',
		],
	};
}
