import fc from 'fast-check';
import {expect, test} from 'vitest';
import {newsOf} from '../../source/plain/news.js';

test('of what changed in the middle only that is told', () => {
	expect(newsOf(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual(['x', 'd']);
	expect(newsOf(['ok name', 'ok connect'], ['ok name', 'ok name', 'ok connect'])).toEqual([
		'ok name',
	]);
});

test('nothing new stays untold, and nothing known is told again', () => {
	const lines = fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd'), {maxLength: 12});
	fc.assert(
		fc.property(lines, lines, (before, after) => {
			const news = newsOf(before, after);
			expect(newsOf(after, after)).toEqual([]);
			expect(newsOf([], after)).toEqual(after);
			expect(after.length - news.length).toBeLessThanOrEqual(before.length);
			// News stand in the order of the page.
			let at = 0;
			for (const line of news) {
				at = after.indexOf(line, at) + 1;
				expect(at).toBeGreaterThan(0);
			}
		}),
	);
});
