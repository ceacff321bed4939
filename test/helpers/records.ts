import type {GrantRecord} from '../../source/checklist/grant-record.js';
import type {Grant} from '../../source/grant.js';

/** A grant as an admin would have it after step 1, with changes for the test. */
export const grantWith = (changes: Partial<Grant> = {}): Grant => ({
	name: 'evmail@acme.com',
	provider: 'microsoft',
	mailbox: 'evmail@acme.com',
	incoming: 'imap',
	outgoing: 'smtp',
	callbackPort: 8765,
	flow: 'browser',
	...changes,
});

export const recordWith = (
	changes: Partial<Grant> = {},
	more: Partial<Omit<GrantRecord, 'grant'>> = {},
): GrantRecord => ({grant: grantWith(changes), evidence: {}, ticks: [], facts: {}, ...more});
