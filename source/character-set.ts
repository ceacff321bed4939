/** Whether the terminal shows ASCII alone, as far as is known: the locale says so, or it is the Linux console, whose font has little else. */
export function isAsciiOnly(
	environment: Readonly<Record<string, string | undefined>>,
	platform: string,
): boolean {
	if (environment.TERM === 'linux') return true;
	const {LC_ALL, LC_CTYPE, LANG} = environment;
	const locale = [LC_ALL, LC_CTYPE, LANG].find(value => value !== undefined && value !== '');
	// Without any, the locale is C (POSIX); Windows sets none, and macOS starts programs without.
	if (locale === undefined) return platform === 'linux';
	return !/utf-?8/i.test(locale);
}
