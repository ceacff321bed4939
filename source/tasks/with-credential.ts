import type {Secrets} from '../secrets.js';

/** One credential takes the place of another, so that it is always plain which one is used. */
export function withCredential(
	secrets: Secrets,
	credential: Pick<Secrets, 'clientSecret' | 'certificate' | 'serviceAccount'>,
): Secrets {
	const {clientSecret: _, certificate: __, serviceAccount: ___, ...others} = secrets;
	return {...others, ...credential};
}
