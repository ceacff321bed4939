/** What the rig uses of the package, which comes without types. */
declare module 'oidc-provider' {
	import type {RequestListener} from 'node:http';

	export type Context = {
		path: string;
		method: string;
		type: string;
		body: unknown;
		req: import('node:http').IncomingMessage;
		res: import('node:http').ServerResponse;
		cookies: {get(name: string): string | undefined};
		oidc?: {route: string};
	};

	export type Interaction = {
		uid: string;
		prompt: {name: string};
		params: Record<string, string | undefined>;
		session?: {accountId: string};
		grantId?: string;
	};

	export class Grant {
		constructor(properties: {accountId: string; clientId: string});
		addOIDCScope(scope: string): void;
		rejectOIDCScope(scope: string): void;
		addOIDCClaims(claims: readonly string[]): void;
		save(): Promise<string>;
	}

	export class Prompt {
		constructor(properties: {name: string; requestable: boolean});
	}

	export const interactionPolicy: {
		Prompt: typeof Prompt;
		base(): {add(prompt: Prompt, index: number): void};
	};

	export class Provider {
		constructor(issuer: string, configuration: Record<string, unknown>);
		Grant: typeof Grant;
		callback(): RequestListener;
		use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
		interactionDetails(request: unknown, response: unknown): Promise<Interaction>;
		interactionFinished(request: unknown, response: unknown, result: unknown): Promise<void>;
		on(event: string, listener: (...values: unknown[]) => void): void;
	}
}
