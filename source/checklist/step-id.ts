/** The steps of the checklist in their order. It imports nothing, so that texts anywhere can name a step. */
export const stepIds = [
	'provider',
	'services',
	'instance',
	'web-server',
	'register',
	'redirect',
	'client',
	'sign-in',
	'token-form',
	'evmail',
	'batchmail',
	'senders',
	'incoming',
	'outgoing',
	'alive',
] as const;

export type StepId = (typeof stepIds)[number];

/** From 1. */
export const stepNumber = (id: StepId): number => stepIds.indexOf(id) + 1;

/** A step as sentences name it, such as `step 7`: numbers follow from the order. */
export const inStep = (id: StepId): string => `step ${stepNumber(id)}`;

/** Diagnoses name steps as text; later versions may know more of them. */
export const isStepId = (text: string | undefined): text is StepId =>
	stepIds.some(id => id === text);
