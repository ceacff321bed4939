/** Rung when something has happened; whoever waits then looks what it was. */
export type Bell = {
	readonly ring: () => void;
	/** Resolves when it has rung since the last wait. */
	readonly wait: () => Promise<void>;
};

export function createBell(): Bell {
	let rung = Promise.withResolvers<void>();
	return {
		ring: () => rung.resolve(),
		async wait() {
			await rung.promise;
			rung = Promise.withResolvers<void>();
		},
	};
}
