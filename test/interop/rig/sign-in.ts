import {setTimeout} from 'node:timers/promises';
import type {Ended, Running} from '../../helpers/followed.js';
import {type Browser, createBrowser} from './browser.js';
import type {Mailgrant} from './mailgrant.js';
import type {Rig} from './start-rig.js';

/** `sign-in NAME`, and the address that it prints. */
export async function beginSignIn(
	mailgrant: Mailgrant,
	rig: Rig,
	name: string,
): Promise<{readonly command: Running; readonly url: string}> {
	const command = mailgrant.start(['sign-in', name]);
	const start = rig.authorization.authorizeUrl.replaceAll('.', '\\.');
	const [url] = await command.until(new RegExp(`${start}\\?\\S+(?=\\s)`));
	return {command, url};
}

/** A user's browser: the hinted account unless another is given. */
export const userBrowser = (rig: Rig, account?: string): Browser =>
	createBrowser({ca: rig.ca, account});

/** Signs in by a browser on this host, which comes back by itself. */
export async function signInByCallback(
	mailgrant: Mailgrant,
	rig: Rig,
	name: string,
	account?: string,
): Promise<Ended> {
	const {command, url} = await beginSignIn(mailgrant, rig, name);
	await userBrowser(rig, account).visit(url);
	command.endInput();
	return command.ended;
}

/** Waits for the end of the stored access token, which `status` tells to the second before. */
export async function untilExpired(mailgrant: Mailgrant, name: string): Promise<void> {
	const {stdout} = await mailgrant.run(['status', name, '--json']);
	const [status] = JSON.parse(stdout) as {token?: {expiresAt: string}}[];
	const leftMs = Date.parse(status?.token?.expiresAt ?? '') + 1000 - Date.now();
	if (Number.isNaN(leftMs) || leftMs > 5000) throw new Error(`No end that is near: ${stdout}`);
	await setTimeout(Math.max(0, leftMs));
}
