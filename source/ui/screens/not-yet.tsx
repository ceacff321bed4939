import {useWindowSize} from 'ink';
import type {StepId} from '../../checklist/step-id.js';
import {stepOf} from '../../checklist/steps.js';
import {Screen} from '../components/screen.js';
import {blank, line} from '../format/line.js';
import {aboutOf, stepNamed, stepTitle} from '../format/step-about.js';
import {paragraph} from '../format/wrap.js';
import {goOn} from '../go-on.js';
import type {ScreenProps} from '../screen-props.js';

/** A step before there is a grant: what it is for, and the way to the first step. */
export function NotYet({step, ...props}: ScreenProps & {readonly step: StepId}) {
	const {columns} = useWindowSize();
	const {why, help} = stepOf(step);
	return (
		<Screen
			{...props}
			title={stepTitle(step)}
			about={aboutOf(props.state)}
			help={help}
			lines={[
				...paragraph(why, columns, {tone: 'dim'}),
				blank,
				line(`First comes ${stepNamed('provider')}.`),
			]}
			scroll="scroll:not-yet"
			bindings={[goOn(step, props)]}
		/>
	);
}
