import {createContext} from 'react';
import type {Abilities} from '../../terminal-port.js';

/** What the terminal can show beside text; little, where nobody says more. */
export const AbilitiesContext = createContext<Abilities>({hasLinks: false, isUtf8: true});
