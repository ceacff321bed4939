import type {StepId} from '../../checklist/step-id.js';
import {stepOf} from '../../checklist/steps.js';
import {blank, line} from '../format/line.js';
import {aboutOf, stepNamed, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {goOn} from '../go-on.js';
import type {Page, PageProps} from '../page.js';

/** A step before there is a grant: what it is for, and the way to the first step. */
export function notYetPage(props: PageProps, step: StepId): Page {
	const {columns} = props;
	const {why, help} = stepOf(step);
	return {
		title: stepTitle(step),
		about: aboutOf(props.state),
		help,
		lines: [
			...paragraph(why, columns, {tone: 'dim'}),
			blank,
			line(`First comes ${stepNamed('provider')}.`),
		],
		scroll: 'scroll:not-yet',
		bindings: [goOn(step, props)],
	};
}
