/** Where the program runs, for a reader elsewhere. */
export type Host = {
	readonly name: string;
	/** Who runs it there. */
	readonly user: string;
	/** How it is started with these settings, such as `mailgrant --config /etc/mailgrant`. */
	readonly command: string;
};
