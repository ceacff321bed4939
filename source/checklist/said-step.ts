/** Steps that nothing here can prove, or not always: done is then the admin's own word. */
export const saidSteps = [
	'instance',
	'web-server',
	'register',
	'redirect',
	'token-form',
	'evmail',
	'batchmail',
	'senders',
] as const;

export type SaidStep = (typeof saidSteps)[number];
