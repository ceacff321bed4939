import type {GrantRecord} from '../checklist/grant-record.js';
import type {WebServerReport} from '../checklist/report.js';
import {openRecord} from '../checklist/state.js';
import {clean} from '../clean.js';
import {UserError} from '../errors.js';
import {linesToAdd} from '../extraview/mounts/judge-web-server.js';
import type {Services} from '../services.js';
import type {TaskContext} from './context.js';
import type {Runs} from './create-runs.js';
import {readRecord, saveEvidence} from './grants.js';
import {sayStep} from './say-step.js';
import type {AppStore, Tasks} from './tasks.js';
import {
	applyAsRoot,
	applyMounts,
	mountWish,
	plannedLines,
	readMounts,
	reloadAndWait,
} from './web-server.js';

const longestReason = 100;

/** The verbs that change the web server of this host, each after a typed word. */
export function createWebServerVerbs(
	store: AppStore,
	services: Services,
	{
		context,
		runs,
		follow,
	}: {
		readonly context: TaskContext;
		readonly runs: Runs;
		readonly follow: (work: () => Promise<void>) => void;
	},
): Pick<Tasks, 'applyMounts' | 'reloadWebServer' | 'passWebServer'> {
	const close = () => store.dispatch({type: 'overlay-closed'});
	const fine = (text: string, ...nextSteps: string[]) =>
		store.dispatch({type: 'noticed', notice: {level: 'fine', text, nextSteps}});
	const changed = (record: GrantRecord) => store.dispatch({type: 'record-changed', record});

	async function checkAgain() {
		await runs.end('web-server');
		runs.start('web-server');
	}

	/** The Apache of this host as it is now. */
	async function readApache({grant}: GrantRecord) {
		const check = await readMounts(context, mountWish(grant) ?? {url: ''});
		if (check.is !== 'apache') throw new UserError(check.sentence, check.nextSteps);
		return check;
	}

	async function apply(record: GrantRecord, shown: WebServerReport) {
		const {name} = record.grant;
		const {apache, report} = await readApache(record);
		const insertion = plannedLines(report);
		if (!insertion) {
			await checkAgain();
			return fine('The lines are there already.');
		}
		if (JSON.stringify(linesToAdd(insertion)) !== JSON.stringify(shown.add)) {
			await checkAgain();
			throw new UserError('The configuration has changed since its lines were shown.', [
				'Nothing was written. Look at the lines again, then apply.',
			]);
		}
		const applied = await applyMounts(
			context,
			apache,
			insertion,
			applyAsRoot(mountWish(record.grant) ?? {url: ''}),
		);
		if (!applied.ok) {
			throw new UserError(`Apache refuses the lines, and ${applied.file} is again what it was.`, [
				`It said: ${applied.said}`,
			]);
		}
		// On the disk before the check that follows, which may be stopped.
		const {file, backup, undo} = applied;
		const before = readRecord(services, name).evidence['web-server'];
		if (before?.report?.type === 'web-server') {
			const report = {...before.report, applied: {file, backup, undo}};
			const evidence = {...before, at: services.now(), report};
			changed(await saveEvidence(services, name, 'web-server', evidence));
		}
		await checkAgain();
		fine(`Written: ${file}`, `The old file: ${backup}`);
	}

	return {
		applyMounts(typed) {
			const record = openRecord(store.getState());
			const report = record?.evidence['web-server']?.report;
			if (typed.trim().toLowerCase() !== 'apply') {
				return 'That is not the word. Type apply to write the lines, or press Esc.';
			}
			if (record && report?.type === 'web-server') {
				close();
				follow(() => apply(record, report));
			}
			return undefined;
		},
		reloadWebServer(typed) {
			const record = openRecord(store.getState());
			if (typed.trim().toLowerCase() !== 'reload') {
				return 'That is not the word. Type reload to put it in force, or press Esc.';
			}
			if (record) {
				close();
				follow(async () => {
					const {apache} = await readApache(record);
					await reloadAndWait(context, record, apache);
					await checkAgain();
					fine('Apache has read its configuration.');
				});
			}
			return undefined;
		},
		passWebServer(reason) {
			const record = openRecord(store.getState());
			const summary = clean(reason, longestReason);
			if (summary === '') return 'Say in a few words why it can’t be seen from here.';
			if (record) {
				close();
				follow(async () => changed(await sayStep(services, record, 'web-server', summary)));
			}
			return undefined;
		},
	};
}
