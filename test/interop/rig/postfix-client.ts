import {freePorts} from '../../helpers/free-ports.js';
import {type PostfixInstance, startPostfixInstance} from './postfix-instance.js';

export type PostfixClient = PostfixInstance & {
	/** Takes mail from 127.0.0.1 without asking who sends it. */
	readonly port: number;
};

/** A Postfix of a host on which programs send, with no relay yet. */
export async function startPostfixClient(directory: string): Promise<PostfixClient> {
	const [port = 0] = await freePorts(1);
	const instance = await startPostfixInstance({
		directory,
		settings: {
			myhostname: 'client.example.net',
			mynetworks: '127.0.0.0/8',
			smtpd_relay_restrictions: 'permit_mynetworks, reject',
			// The rig’s name is in no DNS.
			smtp_host_lookup: 'native',
			// A message that has to wait is tried again when the test asks for it.
			minimal_backoff_time: '1h',
		},
		listening: new Map([[port, '']]),
		services: ['smtp unix - - n - - smtp'],
	});
	return {...instance, port};
}
