import type {Parsed} from '../parse.js';

/** One rule per field, shared by forms, commands and the store. */
export type Field = {
	readonly label: string;
	readonly help: string;
	/** The flag of `mailgrant add`, without dashes. */
	readonly flag: string;
	/** What stands for the value in the usage text. */
	readonly placeholder: string;
	readonly choices?: readonly string[];
	readonly isRequired?: true;
	readonly parse: (text: string) => Parsed<string | number>;
};
