import {isServiceAccount} from '../checklist/credential.js';
import {openRecord} from '../checklist/state.js';
import type {StepId} from '../checklist/step-id.js';
import {listedFaults} from '../diagnosis/listed-faults.js';
import {UserError} from '../errors.js';
import type {ProviderId} from '../grant.js';
import type {Practice} from '../practice-port.js';
import type {Services} from '../services.js';
import type {Identity} from './create-identity.js';
import type {Runs} from './create-runs.js';
import {readRecord} from './grants.js';
import type {AppStore, Tasks} from './tasks.js';

/** The keys of practice mode: they play the portal, the browser and the other device. */
export function createPractice(
	store: AppStore,
	{services, practice}: {readonly services: Services; readonly practice: Practice},
	{
		runs,
		follow,
		identity,
		saveFields,
		enterTaskText,
	}: {
		readonly runs: Runs;
		readonly follow: (work: () => Promise<void>) => void;
		readonly identity: Identity;
	} & Pick<Tasks, 'saveFields' | 'enterTaskText'>,
): Tasks['practice'] {
	const provider = () => openRecord(store.getState())?.grant.provider ?? 'microsoft';
	const progress = () => {
		const run = store.getState().runs['sign-in'];
		return run?.step === 'sign-in' ? run.progress : undefined;
	};
	const mailbox = () => openRecord(store.getState())?.grant.mailbox ?? practice.mailbox;
	const user = () => openRecord(store.getState())?.grant.account ?? mailbox();
	const start = (step: StepId) => {
		if (!runs.isRunning(step))
			throw new UserError('No sign-in is waiting.', ['Press Enter to start one.']);
	};

	/** As if an hour had passed. */
	async function endAccessToken() {
		const open = openRecord(store.getState());
		if (!open?.facts.tokens) return;
		const {name} = open.grant;
		const expiresAt = services.now();
		await services.secrets.update(name, ({tokens, ...others}) => ({
			...others,
			...(tokens && {tokens: {...tokens, expiresAt}}),
		}));
		store.dispatch({type: 'record-changed', record: readRecord(services, name)});
	}

	return {
		get portalPage() {
			return portalPage(practice, provider());
		},
		mailbox: practice.mailbox,
		fillIn() {
			const open = openRecord(store.getState());
			if (open && isServiceAccount(open.grant, services.providers)) {
				return identity.enter(practice.serviceAccountKey());
			}
			const pem = open?.facts.certificate?.pem;
			if (pem === undefined) return identity.enter(portalPage(practice, provider()));
			practice.uploadCertificate(pem);
			// A secret would take its place.
			identity.enter(portalPage(practice, provider()).replace(/^Client secret.*\n/m, ''));
		},
		fillStep(step) {
			const {url, taskText, spool, fromAddresses} = practice.extraview;
			switch (step) {
				case 'instance':
					saveFields(step, {extraviewUrl: url});
					break;
				case 'batchmail':
					saveFields(step, {spoolDirectory: spool.directory, batchmailLog: spool.log ?? ''});
					enterTaskText(step, taskText(step, mailbox()));
					break;
				case 'evmail':
					saveFields(step, {emailFromAddress: fromAddresses.emailFromAddress});
					enterTaskText(step, taskText(step, mailbox()));
					break;
				case 'senders':
					saveFields(step, fromAddresses);
					break;
				default:
					break;
			}
		},
		playBrowser: () =>
			follow(async () => {
				start('sign-in');
				const url = progress()?.authorizationUrl;
				if (!url) return;
				let page: string | undefined;
				const last = await practice.playBrowser(url, user(), text => {
					page = text;
				});
				// Where nothing listens, the browser stands on an address that can't be reached, as in real life.
				// On a page of the provider's an admin copies what it says.
				if (page !== undefined) runs.signIn()?.paste(page);
				else if (progress()?.callback.is === 'closed') runs.signIn()?.paste(last);
			}),
		playDevice: () =>
			follow(async () => {
				start('sign-in');
				const device = progress()?.device;
				if (device?.is !== 'waiting') {
					throw new UserError('There is no code to type yet.', ['Press d for one.']);
				}
				await practice.playDevice(device.userCode, user());
			}),
		get faults() {
			const all = listedFaults(practice.faults.ids);
			const own = provider();
			if (own === 'custom') return all;
			return all.filter(fault => {
				const isOn = fault.id === practice.faults.current();
				return isOn || fault.provider === own || fault.provider === 'any';
			});
		},
		switchFault: id =>
			follow(async () => {
				practice.faults.switchTo(id);
				store.dispatch({type: 'fault-switched', fault: id});
				await endAccessToken();
			}),
	};
}

/** What the admin would see and paste, in each provider's own form. */
function portalPage({identity}: Practice, provider: ProviderId): string {
	const {tenant, clientId, clientSecret, secretExpires} = identity(provider);
	switch (provider) {
		case 'microsoft':
			return [
				'Display name: ExtraView mail',
				`Application (client) ID: ${clientId}`,
				`Directory (tenant) ID: ${tenant}`,
				`Client secret value: ${clientSecret}`,
				`Expires: ${secretExpires}`,
			].join('\n');
		case 'google':
			return JSON.stringify({web: {client_id: clientId, client_secret: clientSecret}});
		case 'custom':
			return [`client_id=${clientId}`, `client_secret=${clientSecret}`].join('\n');
	}
}
