import type {SaidStep} from '../checklist/said-step.js';
import type {Event, State} from '../checklist/state.js';
import type {StepId} from '../checklist/step-id.js';
import type {Store} from '../checklist/store.js';
import type {ListedFault} from '../diagnosis/listed-faults.js';
import type {Meaning, Task} from '../extraview/properties/known-keys.js';
import type {FieldName} from '../grant.js';

export type AppStore = Store<State, Event>;

/** What is wrong with each field, in a sentence; empty when all were saved. */
export type FieldErrors = Partial<Record<FieldName | 'clientSecret', string>>;

/** The verbs of the screens. They await services and dispatch what happened; none throws, none draws. */
export type Tasks = {
	readonly openGrants: () => void;
	/** Undefined: the grant that is still to be named. */
	readonly openChecklist: (grant?: string) => void;
	/** Opens a step of the open grant, and starts what needs no further word: checks that are due, the sign-in. */
	readonly openStep: (step: StepId) => void;
	/** Stops what runs on the open step; when nothing runs, goes back. The sign-in stops and goes back in one. */
	readonly back: () => void;
	/** The texts of a form, by field. Creates the grant when none is open. Saves all or nothing; texts with errors stay as drafts. */
	readonly saveFields: (step: StepId, texts: Partial<Record<FieldName, string>>) => FieldErrors;
	/** Keeps an unfinished text of the open step's form. Never called with a secret. */
	readonly keepDraft: (step: StepId, field: FieldName, text: string) => void;
	/** Takes what was pasted on the IDs screen: one value, the portal's page, Google's JSON or its path. What is recognised is saved and said in a notice. */
	readonly enterIdentity: (text: string) => void;
	/** Checks and stores the client secret; gives what is wrong with it. */
	readonly enterSecret: (text: string) => string | undefined;
	/** Makes a key and a certificate for the open grant, where it has none. */
	readonly makeCertificate: () => void;
	/** Ticks a portal action on or off. */
	readonly tick: (action: string) => void;
	/** The admin's own word that a step is done; a second time takes it back. */
	readonly say: (step: Exclude<SaidStep, 'web-server'>) => void;
	/** Starts the check of a step: services, client, sign-in, incoming or outgoing. A running one goes on. */
	readonly run: (step: StepId) => void;
	/** All checks that can run and change nothing: services, client, incoming. */
	readonly runAll: () => void;
	/** Gives the running sign-in what the browser's address bar showed. */
	readonly paste: (text: string) => void;
	/** Opens the device road of the running sign-in. */
	readonly startDevice: () => void;
	/** Copies and says what really happened in a notice. */
	readonly copy: (label: string, value: string) => void;
	/** Shows a value alone on the main screen, whole and unwrapped, until a key is pressed. Never a secret, which would stay behind. */
	readonly showAlone: (label: string, value: string) => void;
	/** The same for what was copied last. */
	readonly showCopied: () => void;
	/** Stops the program as a job of the shell, as Ctrl+Z does elsewhere. */
	readonly stopJob: () => void;
	/** Draws the screen anew, after something else wrote into it. */
	readonly redraw: () => void;
	/** Copies the client secret, which passes through no state, and says what really happened. */
	readonly copySecret: () => void;
	/** The client secret, for a screen that shows it for a moment and keeps it nowhere. */
	readonly readSecret: () => string | undefined;
	/** Compares the redirect URI that ExtraView shows with the one of the open grant, whose base URL it gives where none is known. */
	readonly compareInstance: (text: string) => void;
	/** Saves a text without secrets as a new file, and says where, or why not, in a notice. */
	readonly saveText: (label: string, path: string, text: string) => void;
	/** Writes the lines that the web server step shows. `typed` has to be the word apply. Gives what is wrong. */
	readonly applyMounts: (typed: string) => string | undefined;
	/** Makes the web server read its configuration. `typed` has to be the word reload. Gives what is wrong. */
	readonly reloadWebServer: (typed: string) => string | undefined;
	/** The admin's word that the web server passes the redirect URI, and why that can't be seen here. Gives what is wrong. */
	readonly passWebServer: (reason: string) => string | undefined;
	/** Takes what was pasted on the screen of a task as the text of its properties. */
	readonly enterTaskText: (task: Task, text: string) => void;
	/** Reads the file that is named for a task, or the text that is kept, and what else can be read of it. */
	readonly reviewTask: (task: Task) => void;
	/** Keeps what a key of the properties is, for the instance. */
	readonly answerProperty: (task: Task, key: string, meaning: Meaning) => void;
	/** Takes back what was answered for the keys of the text, so that they are asked for again. */
	readonly forgetAnswers: (task: Task) => void;
	/** Copies the new text, which passes through no state, and says what really happened. */
	readonly copyTaskText: (task: Task) => void;
	/** Writes the new text into the file that it came from. */
	readonly writeTaskFile: (task: Task) => void;
	/** Who gets a mail when something needs a person: addresses parted by commas, nobody for an empty text. Gives what is wrong. */
	readonly nameTold: (typed: string) => string | undefined;
	/** Sends them a message now, and says through which grant. */
	readonly sendTestMail: () => void;
	readonly copyGrant: (from: string, to: string) => string | undefined;
	readonly renameGrant: (from: string, to: string) => string | undefined;
	/** `typed` has to be the name itself. Gives what is wrong. */
	readonly deleteGrant: (name: string, typed: string) => string | undefined;
	/** In practice only. */
	readonly practice?: {
		/** What the practice portal shows when the application is registered, as text to read and to paste. */
		readonly portalPage: string;
		readonly mailbox: string;
		/** Enters the portal's values, as if they had been carried over. */
		readonly fillIn: () => void;
		/** Enters what the practice instance of ExtraView shows for a step. */
		readonly fillStep: (step: StepId) => void;
		/** Plays the browser of the running sign-in. */
		readonly playBrowser: () => void;
		/** Plays the other device of the running sign-in. */
		readonly playDevice: () => void;
		/** What the servers can do wrong, for the provider of the open grant. */
		readonly faults: readonly ListedFault[];
		/** One in place of all others; undefined ends it. The access token of the open grant counts as ended, so that the next test meets what is wrong with its refresh too. */
		readonly switchFault: (id: string | undefined) => void;
	};
	/** Resolves when all that was begun has been done. A sign-in that waits for a person is not waited for. */
	readonly settle: () => Promise<void>;
	/** Stops all and waits until nothing is left to write. */
	readonly end: () => Promise<void>;
};
