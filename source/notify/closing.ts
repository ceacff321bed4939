import type {Host} from './host.js';

/** Where to look further. */
export const closing = ({name, command}: Host): readonly string[] => [
	'',
	`Steps that are named by number are those of the checklist, on ${name}: ${command}`,
	`How all grants stand: ${command} status`,
	`Who gets these messages: ${command} notify`,
	'',
];
