import {fields} from '../fields.js';
import type {FieldName} from '../grant.js';
import type {FieldTexts} from '../tasks/grants.js';
import type {Invocation} from './invocation.js';

/** What the flags say of a grant's fields; its name is an argument. */
export function fieldFlags(options: Invocation['options']): FieldTexts {
	const texts: FieldTexts = {};
	for (const field of Object.keys(fields) as FieldName[]) {
		const value = field === 'name' ? undefined : options[fields[field].flag];
		if (typeof value === 'string') texts[field] = value;
	}
	return texts;
}

/** An error with the flag that it is about. */
export const withFlag = (field: FieldName, error: string) =>
	`${field === 'name' ? 'NAME' : `--${fields[field].flag}`}: ${error}`;
