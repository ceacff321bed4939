import type {SenderField} from '../../extraview/senders.js';
import type {PracticeMailbox} from '../mailboxes.js';

/** What stands in the behavior settings of the practice instance: addresses that its mailbox may send as, of every kind that it has. */
export function fromAddressesOf({
	address,
	sendAs = [],
	sendOnBehalf = [],
}: PracticeMailbox): Readonly<Record<SenderField, string>> {
	const [user = address, administrator = user] = sendAs;
	return {
		emailFromUserId: user,
		emailAdministratorUserId: administrator,
		adHocEmailFromAddress: user,
		emailFromAddress: address,
		otherFromAddresses: sendOnBehalf[0] ?? address,
	};
}
