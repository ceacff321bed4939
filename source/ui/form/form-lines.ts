import {fieldLine, labelWidthOf} from '../format/field-line.js';
import {cell, type Line} from '../format/line.js';
import {paragraph} from '../format/wrap.js';
import {glyphs} from '../theme.js';
import type {FormField} from './form-field.js';

/** A field a line. A text that can't be right has a word before it; what is wrong stands in the footer. */
export function formLines(
	formFields: readonly FormField[],
	chosen: number,
	width: number,
): readonly Line[] {
	const labelWidth = labelWidthOf(
		formFields.map(({label}) => label),
		width,
	);
	return formFields.map((field, index) => {
		const isFocused = index === chosen;
		if (field.choices) return choiceLine(field, isFocused, labelWidth);
		return fieldLine({
			label: field.label,
			draft: field.draft,
			isFocused,
			width,
			labelWidth,
			placeholder: field.placeholder,
			isMasked: field.isMasked,
			mark: field.problem && !isFocused ? {word: 'not right', tone: 'failed'} : undefined,
		});
	});
}

/** Of the field that has the focus: what is wrong with it, else what it is. Always two rows, so that nothing moves. */
export function fieldFooter(field: FormField | undefined, width: number): readonly Line[] {
	const lines = field
		? paragraph(field.problem ?? field.help, width, {tone: field.problem ? 'failed' : 'dim'})
		: [];
	return [lines[0] ?? [], lines[1] ?? []];
}

function choiceLine(
	{label, choices = [], draft}: FormField,
	isFocused: boolean,
	labelWidth: number,
): Line {
	return [
		{text: isFocused ? `${glyphs.cursor} ` : '  ', tone: 'key'},
		cell(label, labelWidth, isFocused ? 'strong' : 'plain'),
		...choices.flatMap(({value, label: word}): Line => {
			const isChosen = value === draft.text;
			return [
				{
					text: isChosen ? `[${word}]` : ` ${word} `,
					...(isChosen ? {said: `${word} (chosen)`} : {}),
					tone: isChosen ? (isFocused ? 'key' : 'strong') : 'dim',
				},
				{text: ' '},
			];
		}),
	];
}
