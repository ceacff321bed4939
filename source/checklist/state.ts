import type {Diagnosis} from '../diagnosis/diagnosis.js';
import type {Task} from '../extraview/properties/known-keys.js';
import type {ShownReport} from '../extraview/properties/review.js';
import type {SpoolReport} from '../extraview/spool.js';
import type {Drafts} from '../grant-store-port.js';
import type {NotifyState} from '../notify/notify-state.js';
import type {Providers} from '../providers/provider.js';
import type {GrantRecord} from './grant-record.js';
import type {
	ClientReport,
	IncomingReport,
	OutgoingReport,
	SendersReport,
	ServicesReport,
} from './report.js';
import type {StepId} from './step-id.js';

/** Which screen is shown. A checklist or step without a grant is that of a grant that is still to be named. */
export type View =
	| {readonly at: 'grants'}
	| {readonly at: 'checklist'; readonly grant?: string}
	| {readonly at: 'step'; readonly grant?: string; readonly step: StepId};

/** What lies over the screen until it is closed. */
export type Overlay =
	| {readonly type: 'help'}
	| {readonly type: 'transcript'; readonly step: StepId}
	/** A failed step as text to hand over. */
	| {readonly type: 'sheet'; readonly step: StepId}
	/** What the practice servers can do wrong. */
	| {readonly type: 'faults'}
	/** What is to be done by whoever administers the mail service, for the open grant. */
	| {readonly type: 'hand-over'}
	/** An address as a QR code. */
	| {readonly type: 'qr'; readonly of: 'sign-in' | 'device'}
	/** The properties of a task: what would change in them, or a template for want of a text. */
	| {readonly type: 'properties'; readonly show: 'difference' | 'template'; readonly task: Task}
	| {readonly type: 'ask'; readonly action: AskedAction; readonly grant: string};

/** What is done only after something was typed. */
export type AskedAction =
	| 'delete'
	| 'rename'
	| 'copy'
	| 'apply-mounts'
	| 'reload-web-server'
	| 'pass-web-server'
	| 'name-told';

/** The properties of a task as they were looked at; the text itself, which may hold passwords, is not in the state. */
export type TaskReview = {
	/** A file, or a paste. */
	readonly path?: string;
	/** Undefined where the file can't be read. */
	readonly report?: ShownReport;
	readonly spool?: SpoolReport;
	/** What can't be read, and what to do. */
	readonly troubles: readonly {readonly text: string; readonly nextSteps: readonly string[]}[];
};

/** A sign-in as it waits; all roads are open at the same time. */
export type SignInProgress = {
	readonly authorizationUrl: string;
	readonly redirectUri: string;
	/** Milliseconds since 1970. */
	readonly endsAt: number;
	readonly callback:
		| {readonly is: 'opening'}
		/** `seenAt` is the time of the last request, in milliseconds since 1970. */
		| {readonly is: 'listening'; readonly requests: number; readonly seenAt?: number}
		| {readonly is: 'closed'; readonly why: string};
	/** The line for a second terminal, over SSH. */
	readonly tunnel?: string;
	readonly device:
		| {readonly is: 'not offered'; readonly why: string}
		| {readonly is: 'offered'}
		| {readonly is: 'asking'}
		| {
				readonly is: 'waiting';
				readonly userCode: string;
				readonly verificationUri: string;
				/** The same with the code in it. */
				readonly verificationUriComplete?: string;
				readonly endsAt: number;
		  }
		| {readonly is: 'ended'; readonly why: string; readonly diagnosis?: Diagnosis};
	/** What was wrong with the last paste, and what to do. */
	readonly pasteProblem?: string;
	readonly phase: 'waiting' | 'exchanging';
};

/** A task that runs, beside the evidence of the last time. */
export type Run = {
	/** Milliseconds since 1970. */
	readonly startedAt: number;
} & (
	| {readonly step: 'services'; readonly report: ServicesReport}
	| {readonly step: 'client'; readonly report: ClientReport}
	| {readonly step: 'sign-in'; readonly progress?: SignInProgress}
	| {readonly step: 'incoming'; readonly report?: IncomingReport}
	| {readonly step: 'web-server'}
	| {readonly step: 'alive'}
	| {readonly step: 'senders'; readonly report?: SendersReport}
	| {readonly step: 'outgoing'; readonly report?: OutgoingReport; readonly waitingSince?: number}
);

/** One line above the keys: what just happened. */
export type Notice = {
	readonly level: 'fine' | 'trouble';
	readonly text: string;
	readonly nextSteps?: readonly string[];
	/** Whether the value that was copied can be shown alone, with a key. */
	readonly canShowAlone?: boolean;
};

export type State = {
	readonly isPractice: boolean;
	/** Id of what the practice servers do wrong. */
	readonly fault?: string;
	readonly providers: Providers;
	readonly records: readonly GrantRecord[];
	readonly view: View;
	readonly overlay?: Overlay;
	/** Of the open grant. */
	readonly runs: Partial<Record<StepId, Run>>;
	/** Of the open grant. */
	readonly reviews: Partial<Record<Task, TaskReview>>;
	readonly drafts: Drafts;
	/** Who is told by mail, and what was told; the same for all grants. Nobody when absent. */
	readonly notify?: NotifyState;
	/** Chosen row of each list, by the list's name. */
	readonly cursors: Readonly<Record<string, number>>;
	readonly notice?: Notice;
};

/** What happened, as facts. */
export type Event =
	| {readonly type: 'view-opened'; readonly view: View}
	| {readonly type: 'overlay-opened'; readonly overlay: Overlay}
	| {readonly type: 'overlay-closed'}
	| {readonly type: 'record-changed'; readonly record: GrantRecord; readonly formerName?: string}
	| {readonly type: 'record-removed'; readonly name: string}
	| {
			readonly type: 'draft-changed';
			readonly key: string;
			readonly field: string;
			readonly text: string;
	  }
	| {readonly type: 'draft-dropped'; readonly key: string}
	| {readonly type: 'cursor-moved'; readonly list: string; readonly to: number}
	/** The row that is chosen by itself is chosen again. */
	| {readonly type: 'cursor-dropped'; readonly list: string}
	| {readonly type: 'run-started'; readonly run: Run}
	/** Reports of a run that has ended meanwhile are dropped. */
	| {readonly type: 'run-progressed'; readonly run: Run}
	| {readonly type: 'run-ended'; readonly step: StepId}
	/** Without a review: there is no text. */
	| {readonly type: 'reviewed'; readonly task: Task; readonly review?: TaskReview}
	| {readonly type: 'fault-switched'; readonly fault?: string}
	| {readonly type: 'notify-changed'; readonly notify: NotifyState}
	| {readonly type: 'noticed'; readonly notice: Notice}
	| {readonly type: 'notice-dropped'};

/** The grant that is open, if it exists already. */
export function openRecord(state: State): GrantRecord | undefined {
	if (state.view.at === 'grants') return undefined;
	const {grant} = state.view;
	return state.records.find(record => record.grant.name === grant);
}

/** Under which name the unfinished texts of a step's form are kept. */
export const draftKey = (grant: string | undefined, step: StepId) => `${grant ?? ''}/${step}`;

/** Name of a list whose cursor says how much of it was carried over; it outlives the program. */
export const carriedList = (step: StepId, grant: string | undefined, what = '') =>
	`carried:${step}:${grant ?? ''}:${what}`;

export const isCarriedList = (list: string) => list.startsWith('carried:');
