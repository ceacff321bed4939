import {clean} from '../clean.js';
import type {Host} from './host.js';

/** Begins with the program and the host, for a filter. */
export const subjectOf = ({name}: Pick<Host, 'name'>, text: string): string =>
	clean(`[mailgrant ${name}] ${text}`, 180);
