import type {WebServerReport} from '../../checklist/report.js';
import type {AskedAction, State} from '../../checklist/state.js';
import {openRecord} from '../../checklist/state.js';
import type {Tasks} from '../../tasks/tasks.js';

/** What is asked before something is done: one sentence, one field, and what Enter does. */
export type Asked = {
	readonly title: string;
	readonly text: string;
	/** Lines that are written, alone and whole. */
	readonly values?: readonly string[];
	readonly label: string;
	/** What stands in the field from the start. */
	readonly first: string;
	/** A word for the hint line. */
	readonly enter: string;
	/** Gives what is wrong with what was typed. */
	readonly run: (tasks: Tasks, typed: string) => string | undefined;
};

export function askedOf(action: AskedAction, grant: string, state: State): Asked {
	const report = webServerReport(state);
	switch (action) {
		case 'delete':
			return {
				title: 'Delete',
				text: `${grant} goes with its settings, its secret and its tokens. This can't be undone. What is registered with the provider stays there. Type the name to delete it.`,
				label: 'Name',
				first: '',
				enter: 'delete',
				run: (tasks, typed) => tasks.deleteGrant(grant, typed),
			};
		case 'rename':
			return {
				title: 'Rename',
				text: `${grant} gets another name; everything else stays as it is.`,
				label: 'New name',
				first: grant,
				enter: 'rename',
				run: (tasks, typed) => tasks.renameGrant(grant, typed),
			};
		case 'copy':
			return {
				title: 'Copy',
				text: `A new grant with the settings of ${grant}, but without its secret, its tokens and what was proved.`,
				label: 'Name of the copy',
				first: `${grant} copy`,
				enter: 'copy',
				run: (tasks, typed) => tasks.copyGrant(grant, typed),
			};
		case 'apply-mounts':
			return {
				title: 'Write the mount points',
				text: `Into ${report?.add?.file ?? 'the configuration'} go the lines beneath. The old file is kept beside it. Then Apache tests its configuration, and when it refuses it, the old file is put back, byte for byte. Nothing is reloaded yet. Type apply to write them.`,
				values: report?.add?.lines ?? [],
				label: 'Word',
				first: '',
				enter: 'write',
				run: (tasks, typed) => tasks.applyMounts(typed),
			};
		case 'reload-web-server':
			return {
				title: 'Reload the web server',
				text: 'Apache reads its configuration anew; requests in progress are finished. All that was changed in it since its last start comes into force, not only what was written here. Type reload to run:',
				values: report?.reload ? [report.reload] : [],
				label: 'Word',
				first: '',
				enter: 'reload',
				run: (tasks, typed) => tasks.reloadWebServer(typed),
			};
		case 'pass-web-server':
			return {
				title: 'Pass the step with a reason',
				text: 'Where it can’t be seen from this host, such as on a hosted instance, your word counts. It stands in the checklist as yours, with this reason and the day.',
				label: 'Reason',
				first: report ? reasons[report.server] : '',
				enter: 'pass',
				run: (tasks, typed) => tasks.passWebServer(typed),
			};
		case 'name-told':
			return {
				title: 'Who is told by mail',
				text: 'They get a mail when something needs a person: a sign-in that was revoked, a secret that ends within 30, 14 or 7 days. It goes through a grant that works, once for each thing, and it is the same for all grants here. Several addresses are parted by commas; without any nobody is told.',
				label: 'Mail to',
				first: state.notify?.settings.to.join(', ') ?? '',
				enter: 'keep',
				run: (tasks, typed) => tasks.nameTold(typed),
			};
	}
}

/** What an admin would most likely say, by what was found here. */
const reasons: Readonly<Record<WebServerReport['server'], string>> = {
	apache: '',
	unread: '',
	nginx: 'nginx passes it on to Tomcat',
	iis: 'IIS passes it on to Tomcat',
	tomcat: 'Tomcat answers by itself',
	none: 'hosted, or on another host',
};

function webServerReport(state: State): WebServerReport | undefined {
	const report = openRecord(state)?.evidence['web-server']?.report;
	return report?.type === 'web-server' ? report : undefined;
}
