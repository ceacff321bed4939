import {shellQuote} from '../shell-quote.js';

/** How this program is started by hand with the same settings: of a systemd service as the service, with its key. Directories are absolute. */
export function hostCommand({
	directory,
	usual,
	stateDirectory,
}: {
	readonly directory: string;
	/** Where settings are looked for when nobody names them. */
	readonly usual: string;
	/** Of the systemd unit that runs it, if one does (systemd.exec(5), STATE_DIRECTORY). */
	readonly stateDirectory: string | undefined;
}): string {
	if (directory === stateDirectory) return 'sudo mailgrant service --run --';
	return directory === usual ? 'mailgrant' : `mailgrant --config ${shellQuote(directory)}`;
}
