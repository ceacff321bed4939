import type {Who} from './diagnosis.js';

/** Who can repair a failure, for a reader who may be anybody. */
export const repairers: Readonly<Record<Who, string>> = {
	you: 'whoever sets mailgrant up',
	user: 'the owner of the mailbox',
	'app-owner': 'the owner of the app registration',
	admin: 'an administrator of the mail service',
	network: 'whoever runs the network',
};
