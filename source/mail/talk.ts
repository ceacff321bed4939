import type {Dialogue} from './dialogue.js';

export type Offer = {
	/** All SASL mechanisms, as the server names them. */
	readonly mechanisms: readonly string[];
	/** IMAP capabilities, else empty. */
	readonly capabilities: readonly string[];
};

/** What is said before the sign-in, in one protocol's words. Each throws Failed. */
export type Talk = {
	/** Reads the greeting; gives what is worth showing of it. */
	readonly greet: (dialogue: Dialogue) => Promise<string>;
	/** Up to the point where the TLS handshake begins. */
	readonly askForTls: (dialogue: Dialogue) => Promise<void>;
	readonly askForOffer: (dialogue: Dialogue) => Promise<Offer>;
	/** Takes leave; not answered for. */
	readonly goodbye: string;
};
