import {fraction} from './fraction.js';

const longest = 200;

/** The file of a grant's token in the token directory: the name itself, with `%` and two digits for each byte that is no letter, digit or one of `@ . _ + -`, and for a point at its beginning. What gets too long is cut, and a number of the whole tells it apart. */
export function tokenFileName(name: string): string {
	const safe = [...new TextEncoder().encode(name)]
		.map((byte, index) => {
			const character = String.fromCharCode(byte);
			const isPlain = /[A-Za-z0-9@._+-]/.test(character) && !(index === 0 && character === '.');
			return isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
		})
		.join('');
	if (safe.length <= longest) return safe;
	const digits = [0, 1].map(part =>
		Math.floor(fraction(`${part} ${name}`) * 2 ** 32)
			.toString(16)
			.padStart(8, '0'),
	);
	// `~` is written by no shorter name.
	return `${safe.slice(0, longest)}~${digits.join('')}`;
}
