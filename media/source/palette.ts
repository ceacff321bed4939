/** The colours of a terminal: text, ground, and its sixteen numbered ones. */
export type Palette = {
	readonly text: string;
	readonly ground: string;
	readonly numbered: readonly string[];
};

// GitHub's own dark and light grounds, so that a picture has no frame where it is shown.
export const palettes: Readonly<Record<'dark' | 'light', Palette>> = {
	dark: {
		text: '#e6edf3',
		ground: '#0d1117',
		numbered: [
			'#484f58',
			'#ff7b72',
			'#3fb950',
			'#d29922',
			'#58a6ff',
			'#bc8cff',
			'#39c5cf',
			'#b1bac4',
			'#6e7681',
			'#ffa198',
			'#56d364',
			'#e3b341',
			'#79c0ff',
			'#d2a8ff',
			'#56d4dd',
			'#f0f6fc',
		],
	},
	light: {
		text: '#1f2328',
		ground: '#ffffff',
		numbered: [
			'#24292f',
			'#cf222e',
			'#116329',
			'#7d4e00',
			'#0969da',
			'#8250df',
			'#1b7c83',
			'#6e7781',
			'#57606a',
			'#a40e26',
			'#1a7f37',
			'#633c01',
			'#218bff',
			'#a475f9',
			'#3192aa',
			'#8c959f',
		],
	},
};
