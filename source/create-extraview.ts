import path from 'node:path';
import type {Extraview} from './extraview-port.js';
import {readPropertiesFile, writePropertiesFile} from './properties-file/properties-file.js';
import {readSpool} from './spool/read-spool.js';
import {openAnswers} from './storage/answer-store.js';

/** ExtraView's files on this host, and what the admin said of them. */
export function createExtraview({
	directory,
	now,
}: {
	readonly directory: string;
	readonly now: () => number;
}): Extraview {
	return {
		readProperties: readPropertiesFile,
		writeProperties: (before, text) => writePropertiesFile(before, text, now()),
		readSpool,
		...openAnswers({directory: path.resolve(directory)}),
	};
}
