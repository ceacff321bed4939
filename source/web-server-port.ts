import type {Call} from './call.js';
import type {Configuration} from './extraview/mounts/configuration.js';
import type {ProbeAnswer} from './extraview/mounts/probe-answer.js';
import type {Insertion} from './extraview/mounts/verdict.js';
import type {Outcome} from './outcome.js';
import type {Network} from './providers/settings.js';

/** An Apache httpd on this host, as it was found and read. */
export type Apache = {
	/** Such as 2.4.66; undefined when the program could not be asked. */
	readonly version?: string;
	/** The file that httpd begins with. */
	readonly configFile: string;
	readonly configuration: Configuration;
	/** Links among the files, and what they lead to. */
	readonly links: readonly {readonly file: string; readonly target: string}[];
	/** SHA-256 of each file as it was read, in hex, by path. */
	readonly digests: ReadonlyMap<string, string>;
	readonly isRunning: boolean;
	readonly commands: ApacheCommands;
	/** What could not be asked. */
	readonly notes: readonly string[];
};

/** How this httpd is asked and told; each a program and its arguments. Undefined where no program was found. */
export type ApacheCommands = {
	readonly test?: readonly string[];
	readonly reload?: readonly string[];
	/** What they are run with beside PATH. */
	readonly environment: Readonly<Record<string, string>>;
};

/** What web server stands here. */
export type FoundServer =
	| {readonly is: 'apache'; readonly apache: Apache}
	| {
			readonly is: 'nginx' | 'iis' | 'tomcat' | 'none';
			readonly sentence: string;
			readonly nextSteps: readonly string[];
	  };

/** What came of writing the lines. */
export type Applied =
	| {
			readonly ok: true;
			/** The file that was written, links followed. */
			readonly file: string;
			readonly backup: string;
			/** The shell line that takes the change back. */
			readonly undo: string;
			/** The shell line that makes httpd read it. */
			readonly reload?: string;
	  }
	/** The configuration test failed, and the file is again what it was, byte for byte. */
	| {readonly ok: false; readonly file: string; readonly said: string};

export type WebServer = {
	/** Finds the web server and reads its configuration with all includes. Throws UserError when the named file, or the one that httpd begins with, can't be read. */
	readonly find: (options: {readonly configFile?: string}, call: Call) => Promise<FoundServer>;
	/** Writes the lines into the configuration: backup, atomic write, configuration test, and the backup put back when that fails. Throws UserError when nothing was written: not allowed, changed meanwhile, or a test that fails already. */
	readonly apply: (
		apache: Apache,
		insertion: Insertion & {
			/** The command by which root does the same, where it is not the one that was given. */
			readonly asRoot?: string;
		},
		call: Call,
	) => Promise<Applied>;
	/** Makes a running httpd read its configuration. Throws UserError with what it said. */
	readonly reload: (apache: Apache, call: Call) => Promise<void>;
	/** Asks for a URL once, follows nothing, and says what kind of server answered. */
	readonly probe: (url: string, network: Network, call: Call) => Promise<Outcome<ProbeAnswer>>;
};
