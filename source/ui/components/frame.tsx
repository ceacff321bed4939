import {useCursor, useIsScreenReaderEnabled, useWindowSize} from 'ink';
import {use} from 'react';
import {frameBindings} from '../frame-bindings.js';
import {frameLines} from '../frame-lines.js';
import type {Binding} from '../keys.js';
import type {Page} from '../page.js';
import type {ScreenProps} from '../screen-props.js';
import {useBindings} from '../use-bindings.js';
import {Lines} from './lines.js';
import {MannerContext} from './manner.js';
import {Reading} from './reading.js';
import {useLeave} from './use-leave.js';

export type FrameProps = Pick<ScreenProps, 'state' | 'store' | 'tasks'> & Page;

/** A page in exactly as many rows as the terminal has, and its keys. */
export function Frame(props: FrameProps) {
	const {state, store, tasks, notice, onEdit, onPaste} = props;
	const {columns, rows} = useWindowSize();
	const leave = useLeave();
	const {setCursorPosition} = useCursor();
	const isRead = useIsScreenReaderEnabled();
	const {isAscii} = use(MannerContext);
	const {lines, caret, scroll} = frameLines(props, {state, columns, rows, isAscii});

	const scrollTo = (to: number) =>
		store.dispatch({
			type: 'cursor-moved',
			list: props.scroll,
			to: Math.max(0, Math.min(to, scroll.last)),
		});
	const {offset, page} = scroll;
	const bindings: readonly Binding[] = [
		...props.bindings,
		...frameBindings(
			{...props, notice},
			{
				scrollBy: count => scrollTo(offset + count),
				scrollPages: count => scrollTo(offset + count * page),
				scrollToStart: () => scrollTo(0),
				scrollToEnd: () => scrollTo(scroll.last),
				leave,
				showCopied: () => tasks.showCopied(),
				stopJob: () => tasks.stopJob(),
				redraw: () => tasks.redraw(),
			},
		),
	];
	useBindings({bindings, onEdit, onPaste});
	if (isRead) return <Reading {...props} bindings={bindings} />;
	setCursorPosition(caret);
	return <Lines columns={Math.max(1, columns)} lines={lines} />;
}
