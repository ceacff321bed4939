import {createContext} from 'react';

/** How the screens are drawn on this terminal. */
export type Manner = {
	/** Glyphs and letters beyond ASCII have a likeness instead. */
	readonly isAscii: boolean;
	/** Bold and dim alone; words say the rest anyway. */
	readonly isColourless: boolean;
};

export const usualManner: Manner = {isAscii: false, isColourless: false};

export const MannerContext = createContext<Manner>(usualManner);
