import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createDueHeap} from '../../source/refresh/due-heap.js';

const name = fc.constantFrom(...'abcdefghijklmnop');
const step = fc.oneof(
	fc.record({do: fc.constant('set' as const), name, at: fc.integer({min: -5, max: 50})}),
	fc.record({do: fc.constant('remove' as const), name}),
	fc.record({do: fc.constant('take' as const)}),
);

test('whatever is put in, moved and removed, the earliest comes first, each name once', () => {
	fc.assert(
		fc.property(fc.array(step, {maxLength: 200}), steps => {
			const heap = createDueHeap();
			const model = new Map<string, number>();
			for (const one of steps) {
				if (one.do === 'set') {
					heap.set(one.name, one.at);
					model.set(one.name, one.at);
				} else if (one.do === 'remove') {
					heap.remove(one.name);
					model.delete(one.name);
				} else {
					const earliest = Math.min(...model.values());
					const taken = heap.take();
					expect(taken?.at).toBe(model.size > 0 ? earliest : undefined);
					if (taken) {
						expect(model.get(taken.name)).toBe(taken.at);
						model.delete(taken.name);
					}
				}
				expect(heap.size()).toBe(model.size);
				expect(heap.first()?.at).toBe(model.size > 0 ? Math.min(...model.values()) : undefined);
			}
			const rest = Array.from({length: heap.size()}, () => heap.take()?.at);
			expect(rest).toEqual([...model.values()].sort((one, other) => one - other));
		}),
	);
});
