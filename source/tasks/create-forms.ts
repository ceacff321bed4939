import type {GrantRecord} from '../checklist/grant-record.js';
import {draftKey} from '../checklist/state.js';
import {inStep, type StepId} from '../checklist/step-id.js';
import {checkClientSecret} from '../paste/client-secret.js';
import type {Services} from '../services.js';
import type {Runs} from './create-runs.js';
import type {Works} from './create-works.js';
import {makeCertificate} from './credentials.js';
import {
	addGrant,
	planEdit,
	planGrant,
	renameGrant,
	saveClientSecret,
	writeGrant,
} from './grants.js';
import type {OpenGrant} from './open-grant.js';
import type {AppStore, Tasks} from './tasks.js';
import type {Troubles} from './troubles.js';

/** The verbs of the forms: what was entered is kept, and what comes next begins. */
export function createForms(
	store: AppStore,
	services: Services,
	{
		open,
		runs,
		works: {follow, inTurn},
		troubles,
		changed,
		start,
		reviewTask,
	}: {
		readonly open: OpenGrant;
		readonly runs: Runs;
		readonly works: Works;
		readonly troubles: Troubles;
		readonly changed: (after: GrantRecord, formerName?: string) => void;
		/** Starts the check of a step that waits for no other. */
		readonly start: (step: StepId) => void;
	} & Pick<Tasks, 'reviewTask'>,
): Pick<Tasks, 'saveFields' | 'keepDraft' | 'enterSecret' | 'makeCertificate'> {
	let secretIsKept: Promise<void> = Promise.resolve();

	/** After a form: its drafts are over, and what comes next begins. */
	function saved(step: StepId, after: GrantRecord, formerName: string | undefined) {
		store.dispatch({type: 'draft-dropped', key: draftKey(formerName, step)});
		changed(after, formerName);
		if (step === 'provider') {
			store.dispatch({type: 'view-opened', view: {at: 'checklist', grant: after.grant.name}});
		}
		// A secret that was entered with the form may still be on its way to the disk.
		if (step === 'client') follow(() => secretIsKept.then(verify, verify));
		if (step === 'web-server') follow(checkWebServer);
		if (step === 'evmail' || step === 'batchmail') reviewTask(step);
	}

	/** Anew, with what was entered. */
	async function checkWebServer() {
		await runs.end('web-server');
		start('web-server');
	}

	/** Verifies the client with what is stored now, not with what a running check began with. */
	async function verify() {
		await runs.end('client');
		if (open.isIdentified()) start('client');
	}

	return {
		saveFields(step, texts) {
			const record = open.record();
			const planned = troubles.attempt(() =>
				record ? planEdit(services, record, texts) : planGrant(services, texts),
			);
			if (!planned) return {};
			if ('errors' in planned) return planned.errors;
			const {grant} = planned;
			inTurn(async () => {
				if (!record) return saved(step, await addGrant(services, grant), undefined);
				const {name} = record.grant;
				if (grant.name !== name) await renameGrant(services, name, grant.name);
				saved(step, await writeGrant(services, grant), name);
			});
			return {};
		},
		keepDraft(step, field, text) {
			const key = draftKey(open.record()?.grant.name, step);
			store.dispatch({type: 'draft-changed', key, field, text});
		},
		enterSecret(text) {
			const record = open.record();
			if (!record) return `Name the grant first, in ${inStep('provider')}.`;
			const {name, provider} = record.grant;
			const checked = checkClientSecret(text, provider);
			if ('error' in checked) return checked.error;
			secretIsKept = (async () => {
				const kept = await saveClientSecret(services, name, text);
				if ('record' in kept) changed(kept.record);
			})();
			follow(() => secretIsKept);
			return undefined;
		},
		makeCertificate: () =>
			follow(async () => {
				const record = open.record();
				if (!record || record.facts.certificate) return;
				const made = await makeCertificate(services, record.grant.name, 365);
				// What is being verified was replaced.
				await runs.end('client');
				changed(made);
				// A former secret's last day may stand in a draft.
				store.dispatch({type: 'draft-dropped', key: draftKey(record.grant.name, 'client')});
				store.dispatch({
					type: 'noticed',
					notice: {
						level: 'fine',
						text: 'Certificate made. Upload it to the portal: Certificates & secrets.',
					},
				});
			}),
	};
}
