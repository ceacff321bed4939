/** Whether a command line starts a process that runs on, for months perhaps, and mostly waits. */
export const isLasting = (argv: readonly string[]): boolean =>
	argv.includes('refresh') && argv.includes('--watch');

/** V8's flags for such a process, before it loads anything: the compilers that make a program fast take megabytes once they have been at work, and room for young objects, once grown, is never given back. */
export const smallFlags = ['--no-opt', '--no-maglev', '--semi-space-growth-factor=1'] as const;

/** For one that does all the work itself after all. */
export const workFlags = ['--opt', '--maglev'] as const;
