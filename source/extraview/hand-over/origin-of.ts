/** Scheme and host of a URL; undefined for what is none. */
export function originOf(url: string | undefined): string | undefined {
	return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
