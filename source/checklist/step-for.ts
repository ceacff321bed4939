import type {GrantRecord} from './grant-record.js';
import type {StepId} from './step-id.js';
import {type Step, stepOf} from './steps.js';

type Words = Partial<Pick<Step, 'title' | 'why' | 'help'>>;

/** How steps read where the application signs in as itself. */
const asApp: Partial<Record<StepId, Words>> = {
	register: {
		why: 'The provider gives tokens only to programs that it knows, and the mail service lets a program in only where an admin has said so.',
		help: 'Do one action after the other: the registration in the provider’s portal, then what the mail service’s admin has to allow. Values and commands stand alone on their line and are copied with one key. Space ticks an action off; the ticks are kept. h on the checklist writes all of it down for another admin.',
	},
	client: {
		title: 'IDs and credentials',
		why: 'With them the application proves itself; they are verified by asking for a token.',
		help: 'Paste the IDs and the client secret, or the text or path of Google’s JSON key. In place of a secret Microsoft takes a certificate: Ctrl+N makes the key pair here, and what Ctrl+Y copies is uploaded to the portal. Private keys go into the encrypted file and are never shown.',
	},
	'sign-in': {
		title: 'Get a token',
		why: 'Nobody signs in: the application asks for a token as itself, and the token has to hold what the mail services need.',
		help: 'Enter asks for a token, without a browser and without a person. There is no refresh token: whenever the token is about to end, another one is asked for in the same way. ExtraView signs in with a person’s consent, as far as is known, so that a grant of this kind serves other programs, and ExtraView’s own steps are left out.',
	},
};

/** A step as it reads for a grant. */
export function stepFor(id: StepId, record: Pick<GrantRecord, 'grant'> | undefined): Step {
	const step = stepOf(id);
	return record?.grant.flow === 'app-only' ? {...step, ...asApp[id]} : step;
}
