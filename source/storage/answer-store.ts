import {stripControls} from '../clean.js';
import {type Meaning, meanings} from '../extraview/properties/known-keys.js';
import type {Answers} from '../extraview/properties/propose.js';
import type {Extraview} from '../extraview-port.js';
import {usualWaitMs} from './lock.js';
import {isRecord} from './shape.js';
import {type StoreFile, storeFile} from './store-file.js';
import {withLockSync} from './with-lock.js';

const maxAnswers = 2000;
const longestKey = 200;

/** What the admin said of property keys, by instance, in `instances.json`. No value of a property is in it. */
export function openAnswers({
	directory,
	waitMs = usualWaitMs,
}: {
	readonly directory: string;
	readonly waitMs?: number;
}): Pick<Extraview, 'readAnswers' | 'writeAnswers' | 'forgetAnswers'> {
	const file = storeFile({directory, name: 'instances', extension: 'json'});
	function change(instance: string, work: (answers: Answers) => Answers) {
		file.ensureDirectory();
		withLockSync(file.path, waitMs, () => {
			const content = file.read();
			const instances = isRecord(content.instances) ? content.instances : {};
			const all = work(answersOf(file, instance));
			file.write({
				...content,
				instances: Object.fromEntries([
					...Object.entries(instances),
					[instance, Object.fromEntries(Object.entries(all).slice(-maxAnswers))],
				]),
			});
		});
	}

	return {
		readAnswers: instance => answersOf(file, instance),
		writeAnswers(instance, answers) {
			if (Object.keys(answers).length === 0) return;
			change(instance, known => ({...known, ...parseAnswers(answers)}));
		},
		forgetAnswers(instance, keys) {
			if (keys.length === 0) return;
			change(instance, known =>
				Object.fromEntries(Object.entries(known).filter(([key]) => !keys.includes(key))),
			);
		},
	};
}

function answersOf(file: StoreFile, instance: string): Answers {
	const {instances} = file.read();
	if (!isRecord(instances) || !Object.hasOwn(instances, instance)) return {};
	return parseAnswers(instances[instance]);
}

/** Answers that are none are left out: to ask once more does no harm. */
function parseAnswers(raw: unknown): Answers {
	if (!isRecord(raw)) return {};
	return Object.fromEntries(
		Object.entries(raw).filter(
			(entry): entry is [string, Meaning] =>
				entry[0].length <= longestKey &&
				stripControls(entry[0]) === entry[0] &&
				meanings.some(meaning => meaning === entry[1]),
		),
	);
}
