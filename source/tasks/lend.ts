/** Frees the terminal for something else than the screens while `work` goes on; they are drawn anew afterwards. Its signal says that the screens are to close. */
export type Lend = (work: (signal: AbortSignal) => Promise<void>) => Promise<void>;
