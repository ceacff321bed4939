import type {Call} from '../call.js';
import {UserError} from '../errors.js';
import type {Apache} from '../web-server-port.js';
import {shellLine} from './find-apache.js';
import {runHttpd} from './run-httpd.js';

const reloadMs = 60_000;

/** Makes a running httpd read its configuration; requests in progress are finished. Throws UserError with what it said. */
export async function reloadApache(
	{commands: {reload, environment}, isRunning}: Apache,
	{signal}: Pick<Call, 'signal'>,
): Promise<void> {
	if (!reload) {
		throw new UserError('No httpd program was found that could be told to reload.', [
			'Reload it the way it was started.',
		]);
	}
	// `graceful` would start one.
	if (!isRunning) {
		throw new UserError('This Apache does not run, so that there is nothing to reload.', [
			'It reads the lines when it is started.',
		]);
	}
	const {ok, said} = await runHttpd(reload, {signal, timeoutMs: reloadMs, environment});
	if (ok) return;
	throw new UserError(`Apache was not reloaded: ${said}`, [
		`Try it yourself: ${shellLine(reload)}`,
		'Until then the old configuration stays in force.',
	]);
}
