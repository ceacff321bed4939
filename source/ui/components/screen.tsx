import type {Binding} from '../keys.js';
import {Ask} from '../overlays/ask.js';
import {Faults} from '../overlays/faults.js';
import {HandOver} from '../overlays/hand-over.js';
import {Help} from '../overlays/help.js';
import {PropertiesText} from '../overlays/properties-text.js';
import {QrCode} from '../overlays/qr-code.js';
import {Sheet} from '../overlays/sheet.js';
import {Transcript} from '../overlays/transcript.js';
import type {ScreenProps} from '../screen-props.js';
import {Frame, type FrameProps} from './frame.js';

type Props = Omit<FrameProps, 'notice'> &
	ScreenProps & {
		/** What is to be done here; the first sentences of the help page. */
		readonly help: string;
		/** What Esc does in a word; undefined where it does nothing. */
		readonly back?: string;
	};

/** A screen, or what lies over it. The screen stays mounted beneath, so that what was typed stays too. */
export function Screen({help, back = 'back', ...props}: Props) {
	const {state, store, tasks, onEdit} = props;
	const {overlay} = state;
	const isTyping = onEdit !== undefined;
	const isLeaving = ({keys}: Binding) => keys.includes('q') || keys.includes('escape');
	const bindings: readonly Binding[] = [
		...props.bindings.filter(binding => !isLeaving(binding)),
		{
			keys: isTyping ? ['ctrl+g'] : ['?'],
			hint: 'help',
			help: 'This page',
			isKept: true,
			run: () => store.dispatch({type: 'overlay-opened', overlay: {type: 'help'}}),
		},
		...props.bindings.filter(isLeaving),
		...(props.bindings.some(({keys}) => keys.includes('escape'))
			? []
			: [
					{
						keys: ['escape'],
						hint: back,
						help: 'Go back; nothing is lost',
						isKept: true as const,
						run: () => tasks.back(),
					},
				]),
	];
	switch (overlay?.type) {
		case undefined:
			return <Frame {...props} bindings={bindings} notice={state.notice} />;
		case 'help':
			return <Help {...props} about={props.about} help={help} bindings={bindings} />;
		case 'transcript':
			return <Transcript {...props} step={overlay.step} />;
		case 'sheet':
			return <Sheet {...props} step={overlay.step} />;
		case 'qr':
			return <QrCode {...props} of={overlay.of} />;
		case 'faults':
			return <Faults {...props} />;
		case 'hand-over':
			return <HandOver {...props} />;
		case 'properties':
			return <PropertiesText {...props} show={overlay.show} task={overlay.task} />;
		case 'ask':
			return <Ask {...props} action={overlay.action} grant={overlay.grant} />;
	}
}
