/** The three ways to speak OAuth that the practice server knows: Microsoft's, Google's, and the RFCs' own. */
export type Dialect = 'microsoft' | 'google' | 'plain';

/** Whatever can go wrong at an OAuth endpoint, before a dialect puts it into words. */
export type Problem =
	| {readonly type: 'tenant-unknown'; readonly tenant: string}
	| {readonly type: 'tenant-malformed'; readonly tenant: string}
	| {readonly type: 'client-unknown'; readonly clientId: string}
	| {readonly type: 'secret-missing'}
	| {readonly type: 'secret-wrong'; readonly clientId: string}
	| {readonly type: 'secret-expired'; readonly clientId: string}
	| {readonly type: 'secret-unwanted'}
	| {readonly type: 'assertion-wrong'; readonly clientId: string; readonly sha256: string}
	| {readonly type: 'assertion-time'}
	| {readonly type: 'delegate-unknown'}
	| {readonly type: 'delegate-signature'}
	| {readonly type: 'delegate-user'}
	| {readonly type: 'delegate-scope'}
	| {readonly type: 'redirect-unknown'; readonly redirectUri: string; readonly clientId: string}
	| {readonly type: 'challenge-missing'}
	| {readonly type: 'verifier-wrong'}
	| {readonly type: 'code-unknown'}
	| {readonly type: 'code-used'}
	| {readonly type: 'refresh-dead'}
	| {readonly type: 'scope-missing'}
	| {readonly type: 'scope-invalid'; readonly valid: readonly string[]; readonly scope: string}
	| {readonly type: 'scope-beyond-grant'}
	| {readonly type: 'scope-mixed'; readonly scope: string}
	| {readonly type: 'device-scope'; readonly scope: string}
	| {readonly type: 'user-unknown'; readonly account: string}
	| {readonly type: 'user-declined'}
	| {readonly type: 'device-pending'}
	| {readonly type: 'device-slow-down'}
	| {readonly type: 'device-expired'}
	| {readonly type: 'device-declined'}
	| {readonly type: 'grant-type-unknown'; readonly grantType: string}
	| {readonly type: 'response-type-unknown'}
	| {readonly type: 'parameter-missing'; readonly name: string};

/** A problem in the words of a dialect. */
export type Refused = {
	readonly status: number;
	/** RFC 6749 §5.2 */
	readonly error: string;
	readonly description?: string;
	/** Microsoft's number. */
	readonly number?: number;
};

/** The refusal as the body of a token endpoint's answer. */
export function refusalBody(refused: Refused, now: number): string {
	const {error, description, number} = refused;
	if (number === undefined) return JSON.stringify({error, error_description: description});
	const trace = crypto.randomUUID();
	const correlation = crypto.randomUUID();
	const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
	return JSON.stringify({
		error,
		error_description: `AADSTS${number}: ${description}\r\nTrace ID: ${trace}\r\nCorrelation ID: ${correlation}\r\nTimestamp: ${timestamp}`,
		error_codes: [number],
		timestamp,
		trace_id: trace,
		correlation_id: correlation,
		error_uri: `https://login.microsoftonline.com/error?code=${number}`,
	});
}

/** The same in one line, as an error page and a redirect show it. */
export function refusalText(refused: Refused): string {
	const text = refused.description ?? refused.error;
	return refused.number === undefined ? text : `AADSTS${refused.number}: ${text}`;
}
