/** A clock that only moves when it is told to, and the timers by it. */
export function createClock() {
	const timers = new Set<{readonly at: number; readonly call: () => void}>();
	let elapsed = 0;
	return {
		elapsed: () => elapsed,
		after(ms: number, call: () => void) {
			const timer = {at: elapsed + ms, call};
			timers.add(timer);
			return () => void timers.delete(timer);
		},
		/** From timer to timer. */
		pass(ms: number) {
			const end = elapsed + ms;
			for (;;) {
				const [next] = [...timers].sort((one, other) => one.at - other.at);
				if (!next || next.at > end) break;
				timers.delete(next);
				elapsed = next.at;
				next.call();
			}
			elapsed = end;
		},
		waiting: () => timers.size,
	};
}
