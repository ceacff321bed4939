import {useAnimation, useIsScreenReaderEnabled, useWindowSize} from 'ink';
import {use, useState} from 'react';
import type {Overlay} from '../../checklist/state.js';
import {labelOf, wordLabelOf} from '../keys.js';
import {overlayPage} from '../overlays/overlay-page.js';
import type {Own, Page} from '../page.js';
import type {ScreenProps} from '../screen-props.js';
import {screenPage} from '../screens/screen-page.js';
import {usualBindings} from '../usual-bindings.js';
import {AbilitiesContext} from './abilities.js';
import {Frame} from './frame.js';
import {MannerContext} from './manner.js';
import {useLeave} from './use-leave.js';

/** Ink wraps for a reader, and no column has to fit. */
const unwrapped = 2000;

/** A screen, or what lies over it. What was typed on the screen stays beneath. */
export function Screen(props: ScreenProps) {
	const pageProps = usePageProps(props);
	const page = screenPage(pageProps);
	const whole: Page = {...page, bindings: usualBindings(page, props)};
	const isRead = useIsScreenReaderEnabled();
	// The clock of a waiting; nothing else moves. A reader would read the page each time.
	useAnimation({interval: 1000, isActive: page.isTicking === true && !isRead});
	const {overlay, notice} = props.state;
	if (!overlay) return <Frame {...props} notice={notice} {...whole} />;
	return <Over key={overlay.type} {...props} overlay={overlay} beneath={whole} />;
}

function Over({
	overlay,
	beneath,
	...props
}: ScreenProps & {readonly overlay: Overlay; readonly beneath: Page}) {
	const pageProps = usePageProps(props);
	return <Frame {...props} {...overlayPage(overlay, pageProps, beneath)} />;
}

function usePageProps(props: ScreenProps) {
	const {columns, rows} = useWindowSize();
	const [own, setOwn] = useState<Own>({});
	const {isAscii} = use(MannerContext);
	const abilities = use(AbilitiesContext);
	const isRead = useIsScreenReaderEnabled();
	return {
		...props,
		columns: isRead ? unwrapped : columns,
		rows,
		abilities,
		labelOf: isAscii || isRead ? wordLabelOf : labelOf,
		own,
		setOwn,
		leave: useLeave(),
	};
}
