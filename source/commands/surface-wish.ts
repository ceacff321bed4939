import type {Invocation, SurfaceWish} from './invocation.js';

/** How the checklist is to be shown, as far as that was said. */
export const surfaceWish = (options: Invocation['options']): SurfaceWish => ({
	isPlain: options.plain === true,
	isScreenReader: options['screen-reader'] === true,
});
