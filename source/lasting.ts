/** Whether a command line starts a process that lasts, and mostly waits: one that runs on, for months perhaps, the one that works for it, or one that goes through many mailboxes. */
export const isLasting = (argv: readonly string[]): boolean =>
	argv.includes('look-after') ||
	argv.includes('test') ||
	(argv.includes('refresh') && argv.includes('--watch'));

/** V8's flags for such a process, before it loads anything: the compilers that make a program fast take megabytes once they have been at work, and room for objects, once grown, is hardly given back. */
export const smallFlags = [
	'--no-opt',
	'--no-maglev',
	'--optimize-for-size',
	'--semi-space-growth-factor=1',
] as const;

/** For one that does all the work itself after all. */
export const workFlags = ['--opt', '--maglev', '--no-optimize-for-size'] as const;
