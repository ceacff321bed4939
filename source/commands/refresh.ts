import {UserError} from '../errors.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** Renews what is due, once or for good. The watcher is to load nothing of what renews. */
export async function refresh(invocation: Invocation): Promise<ExitCode> {
	const {arguments: names, options} = invocation;
	if (options.all && names.length > 0) {
		throw new UserError(
			'refresh takes names or --all, not both.',
			['How it is used: mailgrant refresh --help'],
			2,
		);
	}
	if (options.watch) return (await import('./watch.js')).watch(invocation);
	return (await import('./refresh-once.js')).refreshOnce(invocation);
}
