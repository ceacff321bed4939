import {type StepId, steps} from '../../checklist/steps.js';

/** Diagnoses name steps as text; later versions may know more of them. */
export const isStepId = (text: string | undefined): text is StepId =>
	steps.some(({id}) => id === text);
