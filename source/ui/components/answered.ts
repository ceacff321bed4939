import {createContext} from 'react';

/** Resolves when no answer of the terminal is on its way any more; at once, where nobody asks. */
export const AnsweredContext = createContext<() => Promise<void>>(async () => {});
