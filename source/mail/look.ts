/** Looks once, or as long as its connection is good for, until `endsAt`; true when the message is there. Tells each time that it has looked in vain. Throws Failed. */
export type Look = (endsAt: number, onLooked: () => void) => Promise<boolean>;
