import type {Case} from '../catalogue/case.js';
import type {Confidence} from '../diagnosis.js';

/** What is certain of a whole class of failures, where no case of the catalogue fits. */
export type Family = Pick<
	Case,
	'title' | 'cause' | 'fix' | 'who' | 'transient' | 'see' | 'step' | 'isUnexplained' | 'others'
> & {
	/** `possible` when not said: the class is known, the cause is not. */
	readonly confidence?: Exclude<Confidence, 'certain'>;
};

export type Families = Readonly<Record<string, Family>>;

/** The entry under this key, and nothing that every object has. */
export const familyIn = (families: Families, key: string | undefined): Family | undefined =>
	key !== undefined && Object.hasOwn(families, key) ? families[key] : undefined;
