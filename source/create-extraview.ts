import path from 'node:path';
import type {Extraview} from './extraview-port.js';
import {lazily} from './lazily.js';
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
		readProperties: lazily(async () => (await propertiesFile()).readPropertiesFile),
		writeProperties: async (before, text) =>
			(await propertiesFile()).writePropertiesFile(before, text, now()),
		readSpool: lazily(async () => (await import('./spool/read-spool.js')).readSpool),
		...openAnswers({directory: path.resolve(directory)}),
	};
}

const propertiesFile = () => import('./properties-file/properties-file.js');
