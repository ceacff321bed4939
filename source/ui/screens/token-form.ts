import {carriedList, openRecord} from '../../checklist/state.js';
import {statusOf} from '../../checklist/step-status.js';
import {stepOf} from '../../checklist/steps.js';
import {tokenForm, tokenFormPlace} from '../../extraview/token-form.js';
import {choose, chosenOf, movingIn} from '../choose.js';
import {blank, type Line, line} from '../format/line.js';
import {statusLine} from '../format/status-line.js';
import {aboutOf, stepTitle} from '../format/step-about.js';
import {
	canBeCopied,
	type FieldOnScreen,
	labelOfField,
	tokenFormNote,
	tokenFormRow,
} from '../format/token-form-lines.js';
import {chunks, paragraph} from '../format/wrap.js';
import {goOn} from '../go-on.js';
import type {Binding} from '../keys.js';
import type {Page, PageProps} from '../page.js';

const id = 'token-form';

/** ExtraView's form, field by field: Enter copies one and goes to the next. */
export function tokenFormPage(props: PageProps): Page {
	const {state, store, tasks, now, columns, own, setOwn} = props;
	// Held by this screen alone, until the next key: the state is where texts stay.
	const secret = own.shown;
	const hide = () => setOwn(() => ({}));
	const record = openRecord(state);
	const list = `${id}:${record?.grant.name}`;
	// A value that has changed since was not copied.
	const copiedList = ({number, value}: {readonly number: number; readonly value?: string}) =>
		carriedList(id, record?.grant.name, `${number}:${value ?? record?.facts.clientSecret?.setAt}`);
	const clientSecret = record?.facts.clientSecret;
	const fields = record
		? tokenForm(record.grant, state.providers).map((field): FieldOnScreen => {
				const isCopied = state.cursors[copiedList(field)] === 1;
				if (!field.isSecret) return {...field, isCopied};
				return clientSecret
					? {
							...field,
							isCopied,
							masked: `${clientSecret.masked} (${clientSecret.length} characters)`,
						}
					: {...field, isCopied, missing: 'Enter it in “IDs and secret”'};
			})
		: [];
	const status = statusOf(id, record, state.providers);
	const isLeftOut = status.is === 'left out';
	const isToCopy = (field: FieldOnScreen) => canBeCopied(field) && !field.isCopied;
	const chosen = chosenOf(
		state.cursors[list] ?? Math.max(0, fields.findIndex(isToCopy)),
		fields.length,
	);
	const field = fields[chosen];
	const isAllCopied = !fields.some(isToCopy);

	const copy = () => {
		if (!field || !canBeCopied(field)) return;
		if (field.value === undefined) tasks.copySecret();
		else tasks.copy(labelOfField(field), field.value);
		choose(store, copiedList(field), 1);
	};
	const next = () => {
		const isNext = (other: FieldOnScreen) => other.number !== field?.number && isToCopy(other);
		const after = fields.findIndex((other, index) => index > chosen && isNext(other));
		const goal = after === -1 ? fields.findIndex(isNext) : after;
		choose(store, list, goal === -1 ? chosen : goal);
	};
	const show = () => {
		if (field?.value !== undefined) {
			return tasks.showAlone(labelOfField(field), field.value);
		}
		if (field?.masked !== undefined) setOwn(() => ({shown: tasks.readSecret()}));
	};

	const ownBindings: readonly Binding[] = isLeftOut
		? [goOn(id, props)]
		: [
				enterBinding(),
				{
					keys: ['y'],
					hint: 'say entered',
					help: 'Say that ExtraView has all of them, or take it back',
					run: () => tasks.say(id),
				},
				{
					keys: ['c'],
					help: 'Copy the chosen value and stay',
					run() {
						choose(store, list, chosen);
						copy();
					},
				},
				...movingIn(store, list, fields.length, chosen),
				{
					keys: ['v', 'a'],
					label: 'v',
					hint: field?.isSecret ? 'show' : 'show alone',
					help: 'Show the value alone, for the mouse to select; the secret until the next key',
					run: show,
				},
			];
	const hiding: readonly Binding[] = [
		{
			keys: ['escape', 'enter', 'v', 'a'],
			label: 'esc',
			hint: 'hide',
			help: 'Hide the secret',
			run: hide,
		},
	];
	const bindings =
		secret === undefined
			? ownBindings
			: [
					...hiding,
					...ownBindings
						.map(({hint: _, ...binding}) => ({
							...binding,
							keys: binding.keys.filter(key => !hiding[0]?.keys.includes(key)),
							run(key: string) {
								hide();
								binding.run(key);
							},
						}))
						.filter(({keys}) => keys.length > 0),
				];
	const rows: readonly Line[] = isLeftOut
		? paragraph(leftOutText(status.summary), columns)
		: fields.map((each, index) => {
				const isChosen = index === chosen;
				return tokenFormRow(each, {isChosen, isNext: isChosen && status.is !== 'done'}, columns);
			});
	const intro = [
		...paragraph(`${tokenFormPlace}`, columns, {tone: 'dim'}),
		statusLine(state, id, now()),
		blank,
	];
	return {
		title: stepTitle(id),
		about: aboutOf(state),
		help: stepOf(id).help,
		lines: [...intro, ...rows, ...beneath()],
		rows: isLeftOut ? undefined : {list, starts: fields.map((_, index) => intro.length + index)},
		focus: isLeftOut ? undefined : intro.length + chosen,
		scroll: `scroll:${id}`,
		bindings,
	};

	function beneath(): readonly Line[] {
		if (!field || isLeftOut) return [];
		if (secret === undefined) return tokenFormNote(field, columns);
		return [
			blank,
			[
				{text: 'The Client Secret, alone on its line', tone: 'needs you'},
				{text: '; the next key hides it:', tone: 'needs you', said: ':'},
			],
			...chunks(secret, columns).map(piece => line(piece)),
		];
	}

	function enterBinding(): Binding {
		if (status.is === 'done' || status.is === 'waiting') return goOn(id, props);
		if (isAllCopied) {
			return {
				keys: ['enter'],
				hint: 'all entered',
				help: 'Say that ExtraView has all of them',
				run: () => tasks.say(id),
			};
		}
		const isCopyable = field !== undefined && canBeCopied(field);
		return {
			keys: ['enter'],
			hint: isCopyable ? 'copy, next' : 'next',
			help: 'Copy the value and go to the next; when all are copied, say that all are entered',
			run() {
				copy();
				next();
			},
		};
	}
}

const leftOutText = (reason: string) =>
	`Left out: ${reason}. ExtraView’s list of token types has Microsoft Azure and Google Gmail; whether a grant is meant for ExtraView is a field of Provider and mailbox.`;
