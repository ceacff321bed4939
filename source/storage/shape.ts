/** Whether a value that was read has the form that the program relies on. Fields beyond it are let be. */
export type Shape = (value: unknown) => boolean;

export const isText: Shape = value => typeof value === 'string';
export const isNumber: Shape = value => typeof value === 'number';
export const isFlag: Shape = value => typeof value === 'boolean';

export const oneOf =
	(...values: readonly string[]): Shape =>
	value =>
		typeof value === 'string' && values.includes(value);

export const listOf =
	(shape: Shape): Shape =>
	value =>
		Array.isArray(value) && value.every(shape);

export const objectOf =
	(
		needed: Readonly<Record<string, Shape>>,
		optional: Readonly<Record<string, Shape>> = {},
	): Shape =>
	value =>
		isRecord(value) &&
		Object.entries(needed).every(([key, shape]) => shape(value[key])) &&
		Object.entries(optional).every(([key, shape]) => value[key] === undefined || shape(value[key]));

/** An object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
