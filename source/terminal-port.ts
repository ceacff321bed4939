/** What a copy came to, as far as it can be known. */
export type Copied =
	/** On its way to the terminal in front of the admin, which gives no answer; `isTaken` where it is one that takes copies. */
	| {readonly how: 'terminal'; readonly detail: string; readonly isTaken?: boolean}
	| {readonly how: 'clipboard'; readonly detail: string}
	| {readonly how: 'nowhere'; readonly detail: string};

export type Terminal = {
	/** OSC 52 over SSH, clipboardy where the session is local. */
	readonly copy: (text: string) => Promise<Copied>;
	/** The line that tunnels the callback port to this connection; undefined when this is no SSH session. */
	readonly tunnel: (port: number) => Promise<string | undefined>;
	/** Shows a value alone on the main screen, whole and unwrapped, until a key is pressed or the signal aborts; then takes it away again. The terminal has to be free: no screens are drawn meanwhile. */
	readonly showAlone: (label: string, value: string, signal: AbortSignal) => Promise<void>;
	/** Asks the terminal what it is, where nothing else tells and it matters; false where it was not asked. The answers come between the keys. */
	readonly askDevice: () => boolean;
	/** Takes what the terminal answered out of what came, and gives the keys. */
	readonly takeAnswers: (text: string) => string;
	/** Resolves when no answer is on its way any more. */
	readonly answered: () => Promise<void>;
	/** What the terminal can show. */
	readonly abilities: () => Promise<Abilities>;
	/** Stops the whole job as Ctrl+Z does, with the terminal free, and resolves when it goes on; false where nothing could continue it, so that it was not stopped. */
	readonly stop: () => Promise<boolean>;
	/** Tells when others stop this process (SIGTSTP; it stops once `onStop` has freed the terminal) and when it was continued without having been asked. Gives the function that ends this. */
	readonly onJob: (listener: {
		readonly onStop: (stop: () => Promise<boolean>) => void;
		readonly onContinue: () => void;
	}) => () => void;
};

/** What a terminal can show beside text. */
export type Abilities = {
	/** Hyperlinks by OSC 8. */
	readonly hasLinks: boolean;
	/** Block characters. */
	readonly isUtf8: boolean;
};
