/** One step of a repair. `{mailbox}`, `{account}` (who signs in), `{tenant}`, `{clientId}`, `{redirectUri}`, `{host}` and `{port}` stand for this grant's; commands and addresses stand alone, and quote them their own way. */
export type Step =
	| string
	| {readonly powershell: string}
	| {readonly shell: string}
	| {readonly url: string};
