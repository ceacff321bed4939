import type {Overlay} from '../checklist/state.js';
import type {AppStore, Tasks} from '../tasks/tasks.js';
import type {Abilities} from '../terminal-port.js';
import {wordLabelOf} from '../ui/keys.js';
import {overlayPage} from '../ui/overlays/overlay-page.js';
import type {Own, Page, PageProps} from '../ui/page.js';
import {screenPage, viewKey} from '../ui/screens/screen-page.js';
import {usualBindings} from '../ui/usual-bindings.js';

export type OpenPage = {
	readonly page: Page;
	/** Another one when another page is open. */
	readonly key: string;
	readonly isOverlay: boolean;
	/** Its lines are those of a text to carry. */
	readonly isUnwrapped: boolean;
};

export type Pages = {
	readonly current: () => OpenPage;
	/** Clocks on a page stand still from now on, so that only what happened is new. */
	readonly stopClock: () => void;
};

/** What has lines of its own is not wrapped. */
const unwrapped = 100_000;
const texts: readonly Overlay['type'][] = ['qr', 'transcript', 'properties'];

/** The page that the state shows, with what it holds for itself. */
export function createPages({
	columns,
	onChange,
	...props
}: {
	readonly store: AppStore;
	readonly tasks: Tasks;
	readonly now: () => number;
	readonly columns: number;
	readonly abilities: Abilities;
	readonly leave: () => void;
	readonly onChange: () => void;
}): Pages {
	const {store} = props;
	let stoppedAt: number | undefined;
	const screen = createKeeper(onChange);
	const over = createKeeper(onChange);

	function propsFor(keeper: Keeper, width: number): PageProps {
		return {
			...props,
			state: store.getState(),
			now: () => stoppedAt ?? props.now(),
			columns: width,
			rows: Number.MAX_SAFE_INTEGER,
			labelOf: wordLabelOf,
			own: keeper.own(),
			setOwn: keeper.change,
		};
	}

	return {
		current() {
			const {view, overlay} = store.getState();
			const key = viewKey(view);
			screen.open(key);
			over.open(overlay?.type ?? '');
			const screenProps = propsFor(screen, columns);
			const page = screenPage(screenProps);
			const whole = {...page, bindings: usualBindings(page, screenProps)};
			if (!overlay) return {page: whole, key, isOverlay: false, isUnwrapped: false};
			const isUnwrapped = texts.includes(overlay.type);
			const width = isUnwrapped ? unwrapped : columns;
			return {
				page: overlayPage(overlay, propsFor(over, width), whole),
				key: `${key} ${overlay.type}`,
				isOverlay: true,
				isUnwrapped,
			};
		},
		stopClock() {
			stoppedAt = props.now();
		},
	};
}

type Keeper = ReturnType<typeof createKeeper>;

/** What a page holds for itself, until another one is opened. */
function createKeeper(onChange: () => void) {
	let key = '';
	let own: Own = {};
	return {
		own: () => own,
		change(change: (before: Own) => Own) {
			own = change(own);
			onChange();
		},
		open(opened: string) {
			if (opened !== key) own = {};
			key = opened;
		},
	};
}
