import {clean} from '../clean.js';
import {catalogue} from './catalogue/catalogue.js';
import type {OtherExplanation} from './diagnosis.js';
import {fillStep, fillText, type Values} from './fill.js';
import type {Known, OtherCause} from './other-causes/other-cause.js';

/** The other causes as they are shown: those ruled out by what is known left out, braces filled. */
export function otherExplanations(
	causes: readonly OtherCause[],
	known: readonly Known[],
	values: Values,
): readonly OtherExplanation[] {
	return causes
		.filter(({unless = []}) => unless.length === 0 || !unless.every(each => known.includes(each)))
		.map(cause => {
			const {check, see} = cause;
			const id = 'id' in cause ? cause.id : undefined;
			const command = see === undefined ? '' : ` ${fillStep(see, values)}`;
			return {
				...(id !== undefined && {id}),
				title: clean(fillText('title' in cause ? cause.title : titleOf(cause.id), values), 200),
				check: clean(fillText(check, values) + command, 3000),
			};
		});
}

const titleOf = (id: string) => catalogue.find(each => each.id === id)?.title ?? id;
