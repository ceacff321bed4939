import type {TokenFormField} from '../../extraview/token-form.js';
import {glyphs, type Mark} from '../theme.js';
import {blank, cell, type Line} from './line.js';
import {valueSpans} from './value.js';
import {paragraph} from './wrap.js';

const indent = 2;
const markWidth = 9;

export type FieldOnScreen = TokenFormField & {
	/** First characters of a secret that is kept here. */
	readonly masked?: string;
	readonly isCopied: boolean;
};

/** Whether there is something to copy: a value, or a secret that is kept. */
export const canBeCopied = ({value, masked}: FieldOnScreen) =>
	value !== undefined || masked !== undefined;

export const labelOfField = ({label, description}: TokenFormField) => label ?? description ?? '';

/** One field of ExtraView's form a line: how it stands, its label, its value. */
export function tokenFormRow(
	field: FieldOnScreen,
	{isChosen, isNext}: {readonly isChosen: boolean; readonly isNext: boolean},
	width: number,
): Line {
	const {word, tone, said} = markOfField(field, isNext);
	const labelWidth = width < 60 ? 18 : 24;
	const label = field.label ?? 'authorization server';
	return [
		{text: isChosen ? `${glyphs.cursor} ` : ' '.repeat(indent), tone: 'key'},
		cell(word, markWidth, tone, said),
		cell(label, labelWidth, isChosen ? 'strong' : 'plain'),
		...contentOf(field, Math.max(1, width - indent - markWidth - labelWidth)),
	];
}

function markOfField(field: FieldOnScreen, isNext: boolean): Mark {
	if (field.isEmpty) return {word: 'empty', tone: 'dim'};
	if (!canBeCopied(field)) return {word: 'missing', tone: 'needs you'};
	if (field.isCopied) return {word: 'copied', tone: 'done'};
	return isNext
		? {word: 'next', tone: 'needs you'}
		: {word: glyphs.waiting, tone: 'dim', said: 'open'};
}

function contentOf(field: FieldOnScreen, width: number): Line {
	if (field.masked !== undefined) return [{text: field.masked, tone: 'strong'}];
	if (field.value !== undefined) return valueSpans(field.value, width);
	return [{text: field.isEmpty ? 'stays empty' : (field.missing ?? ''), tone: 'dim'}];
}

const requirements: Readonly<Record<TokenFormField['required'], string>> = {
	always: 'required',
	microsoft: 'required for Microsoft Azure',
	google: 'required for Google Gmail',
	optional: 'not required',
};

/** Beneath the form: what there is to know of the chosen field. */
export function tokenFormNote(field: FieldOnScreen, width: number): readonly Line[] {
	const {number, required, note} = field;
	const first = `Field ${number}, ${labelOfField(field)}: ${requirements[required]}.`;
	return [blank, ...paragraph(note ? `${first} ${note}` : first, width, {tone: 'dim'})];
}
