import {env} from './env.js';
import {fetchmail} from './fetchmail.js';
import {getmail} from './getmail.js';
import {imapsync} from './imapsync.js';
import {json} from './json.js';
import {mbsync} from './mbsync.js';
import {msmtp} from './msmtp.js';
import {neomutt} from './neomutt.js';
import {postfix} from './postfix.js';
import type {Access, Export, ProgramId} from './program.js';

/** What each program is given. */
export const programs: Readonly<Record<ProgramId, (access: Access) => Export>> = {
	msmtp,
	mbsync,
	getmail,
	fetchmail,
	neomutt,
	postfix,
	imapsync,
	env,
	json,
};

export const programIds = Object.keys(programs) as readonly ProgramId[];
