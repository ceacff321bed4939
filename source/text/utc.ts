/** 2026-11-29T14:05:09Z, as RFC 3339 has it. */
export const utcTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** 2026-11-29 14:05:09 UTC, for a reader in another time zone than the writer. */
export const utcMoment = (ms: number): string => `${clock(ms, 19)} UTC`;

/** 2026-11-29 14:05 UTC. */
export const utcMinute = (ms: number): string => `${clock(ms, 16)} UTC`;

/** 2026-11-29, the day in UTC. */
export const utcDay = (ms: number): string => clock(ms, 10);

const clock = (ms: number, length: number) =>
	new Date(ms).toISOString().replace('T', ' ').slice(0, length);
