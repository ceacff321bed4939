/** That a secret was used: whose, which and for what. Never the secret, nor a part of it. */
export type SecretUse = {
	readonly grant: string;
	/** Such as `client secret`, `refresh token`, `access token`. */
	readonly secret: string;
	/** Such as `printed`, `copied`, `sent to HOST (refresh)`. */
	readonly use: string;
};

/** Writes down what was used at once. Never throws: what can't be written down is done all the same. */
export type Audit = (...uses: readonly SecretUse[]) => void;

/** A use as it was written down. */
export type AuditLine = SecretUse & {
	/** ISO 8601, UTC. */
	readonly time: string;
	/** Who ran the program; with sudo, also who that was before. */
	readonly uid: number;
	readonly sudoUser?: string;
	readonly pid: number;
	/** Name of the command; `screens` for the full-screen program. */
	readonly command: string;
};
