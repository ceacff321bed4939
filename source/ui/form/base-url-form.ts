import type {ScreenProps} from '../screen-props.js';
import {type StepForm, stepForm} from './step-form.js';

/** ExtraView's base URL, on the two screens that have to do with it. */
export const baseUrlForm = (props: ScreenProps, step: 'instance' | 'redirect'): StepForm =>
	stepForm(props, step, ['extraviewUrl'], {
		placeholders: {extraviewUrl: 'not entered yet; e enters it'},
		saveHelp: 'Save the base URL of ExtraView',
	});
