/** A signal that aborts some time after another, with its reason; the caller releases it. */
export function lagging(
	signal: AbortSignal,
	ms: number,
): {readonly signal: AbortSignal; readonly release: () => void} {
	const controller = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const begin = () => {
		timer = setTimeout(() => controller.abort(signal.reason), ms);
	};
	if (signal.aborted) controller.abort(signal.reason);
	else signal.addEventListener('abort', begin, {once: true});
	return {
		signal: controller.signal,
		release() {
			clearTimeout(timer);
			signal.removeEventListener('abort', begin);
		},
	};
}
