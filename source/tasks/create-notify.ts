import {parseRecipients} from '../notify/parse-recipients.js';
import type {Services} from '../services.js';
import type {TaskContext} from './context.js';
import {saveNotifySettings} from './notify/save-settings.js';
import {sendTest} from './notify/send-test.js';
import type {AppStore, Tasks} from './tasks.js';

/** The verbs for the mail to the admin. */
export function createNotifyVerbs(
	store: AppStore,
	services: Services,
	{
		context,
		follow,
	}: {readonly context: TaskContext; readonly follow: (work: () => Promise<void>) => void},
): Pick<Tasks, 'nameTold' | 'sendTestMail'> {
	let isSending = false;
	const fine = (text: string) => store.dispatch({type: 'noticed', notice: {level: 'fine', text}});

	async function readAgain() {
		store.dispatch({type: 'notify-changed', notify: await services.notify.read()});
	}

	return {
		nameTold(typed) {
			const parsed = parseRecipients(typed);
			if ('error' in parsed) return parsed.error;
			const to = parsed.value ?? [];
			follow(async () => {
				await saveNotifySettings(services, settings => ({...settings, to}));
				await readAgain();
				store.dispatch({type: 'overlay-closed'});
				fine(
					to.length > 0
						? `${to.join(', ')} gets a mail when something needs a person. m sends a test.`
						: 'Nobody is told any more.',
				);
			});
			return undefined;
		},
		sendTestMail() {
			if (isSending) return;
			isSending = true;
			fine('A message is being sent…');
			follow(async () => {
				try {
					const {reached, missed, through} = await sendTest(context);
					const others = missed.length > 0 ? ` Not to ${missed.join(', ')}.` : '';
					fine(`Sent to ${reached.join(', ')} through ${through.join(', ')}.${others}`);
				} catch (error) {
					// Leaving the program ends the sending, which is no news then.
					if (!context.signal.aborted) throw error;
				} finally {
					isSending = false;
				}
				await readAgain();
			});
		},
	};
}
