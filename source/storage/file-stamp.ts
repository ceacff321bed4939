import type {Stats} from 'node:fs';

type Stamped = Pick<Stats, 'dev' | 'ino' | 'size' | 'ctimeMs'>;

/** What tells a file from every other that may take its place. */
export const fileStamp = ({dev, ino, size, ctimeMs}: Stamped): string =>
	`${dev} ${ino} ${size} ${ctimeMs}`;

/** The same; undefined while the file is so young that the clock of the file system might not tell. */
export const settledStamp = (stats: Stamped): string | undefined =>
	Math.abs(Date.now() - stats.ctimeMs) < 2000 ? undefined : fileStamp(stats);
