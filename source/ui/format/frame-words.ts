/** Where no screen can be drawn. */
export const smallWindow = ({columns, rows}: {readonly columns: number; readonly rows: number}) =>
	`mailgrant needs ${columns} columns and ${rows} rows. Make the window larger.`;

/** In place of the first line, when others stand above it. */
export const linesAbove = (count: number) => `… ${count} lines above, PgUp`;

/** In place of the last line, when others follow. */
export const linesBelow = (count: number) => `… ${count} more lines, PgDn`;

/** For the ear: what stands before the chosen row, and before the keys. */
export const spoken = {chosen: 'chosen: ', keys: 'Keys: '} as const;
