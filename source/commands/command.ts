import type {MonitorCode} from '../calendar/monitor.js';
import type {Invocation} from './invocation.js';

/** 0 fine, 1 something failed, 3 there is no token before a person does something. Wrong usage is a UserError with exit code 2. A monitor's answer has the codes of its own convention. */
export type ExitCode = 0 | 1 | MonitorCode;

export type Run = (invocation: Invocation) => Promise<ExitCode>;

export type Option = {
	/** Without dashes. */
	readonly name: string;
	/** What stands for the value in the usage text; undefined for a flag that takes none. */
	readonly placeholder?: string;
	/** May be given several times; the values are joined by commas. */
	readonly isRepeatable?: true;
	/** One sentence. */
	readonly help: string;
};

/** One row of the table: everything that parsing and the help texts need to know. */
export type Command = {
	readonly name: string;
	/** The arguments as the usage text shows them. */
	readonly usage: string;
	readonly arguments: {readonly min: number; readonly max: number};
	/** One sentence. */
	readonly summary: string;
	/** Further sentences, one a line, for `--help` of the command. */
	readonly notes?: readonly string[];
	readonly options: readonly Option[];
	/** What may stand for a placeholder of usage or options, where the placeholder does not say it; none for what is new. */
	readonly words?: Readonly<Record<string, readonly string[]>>;
	/** Started by the command of this name, in whose name it acts; no help tells of it. */
	readonly isPartOf?: string;
	readonly load: () => Promise<Run>;
};
