import {clean} from '../clean.js';
import {type Meaning, meanings} from '../extraview/properties/known-keys.js';
import type {Answers, Question} from '../extraview/properties/propose.js';
import type {Invocation} from './invocation.js';
import {wrong} from './properties-wish.js';

/** The answers of `--answer`: KEY=MEANING, several parted by commas. Throws UserError with exit code 2. */
export function answersOf(text: string | undefined): Answers {
	if (text === undefined) return {};
	return Object.fromEntries(
		text.split(',').map(part => {
			const equals = part.lastIndexOf('=');
			const key = part.slice(0, Math.max(0, equals)).trim();
			const meaning = meanings.find(each => each === part.slice(equals + 1).trim());
			if (key === '' || meaning === undefined) {
				throw wrong(`--answer is KEY=MEANING, and a meaning is one of ${meanings.join(', ')}.`);
			}
			return [key, meaning] as const;
		}),
	);
}

/** Asks for each key on the terminal. Enter takes the guess, or leaves the value. */
export async function askAnswers(
	{input, output, signal}: Invocation,
	questions: readonly Question[],
): Promise<Answers> {
	const answers: [string, Meaning][] = [];
	for (const question of questions) {
		output.tell(lines(question).join('\n'));
		for (;;) {
			output.ask(`${clean(question.key, 60)} (Enter: ${question.guess ?? 'keep'}):`);
			const chosen = choose(await input.readLine(signal), question);
			if (chosen) {
				answers.push([question.key, chosen]);
				break;
			}
			output.tell(`A number from 1 to ${question.choices.length}, or Enter.`);
		}
	}
	return Object.fromEntries(answers);
}

const lines = ({text, value, choices}: Question) => [
	text,
	`  now: ${value === '' ? '(empty)' : clean(value, 200)}`,
	...choices.map(
		(choice, index) =>
			`  ${index + 1} ${choice.meaning}${choice.value === undefined ? '' : `: ${choice.value}`}`,
	),
];

function choose(typed: string, {choices, guess}: Question): Meaning | undefined {
	const text = typed.trim().toLowerCase();
	if (text === '') return guess ?? 'keep';
	return choices.find(({meaning}, index) => meaning === text || String(index + 1) === text)
		?.meaning;
}
