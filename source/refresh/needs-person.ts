import type {Diagnosis, Failure} from '../diagnosis/diagnosis.js';

/** Whether trying again is of no use before somebody did something: the server itself refused, or there is nothing to ask it with. What lies on the way to it, such as a name that is not found or a certificate that has expired, comes right without this host's help. */
export function needsPerson({code, oauth}: Failure, {transient}: Diagnosis): boolean {
	if (transient) return false;
	if (oauth === undefined) return code === undefined;
	const {error, httpStatus = 400} = oauth;
	return error !== undefined && httpStatus < 500 && httpStatus !== 429;
}
