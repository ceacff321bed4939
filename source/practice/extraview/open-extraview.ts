import {instanceOf} from '../../extraview/mounts/instance.js';
import type {PracticeExtraview} from '../../practice-port.js';
import type {WebFaults} from '../faults.js';
import type {PracticeMailbox} from '../mailboxes.js';
import type {PracticeDirectory} from '../practice-directory.js';
import {fromAddressesOf} from './from-addresses.js';
import {openApache, type PracticeApache} from './open-apache.js';
import {writeSpool} from './spool-files.js';
import {taskText} from './task-text.js';
import {createWebFront, type Site} from './web-front.js';

/** Opens the practice instance of ExtraView: its web server, and what lies on its host. */
export async function openExtraview({
	directory,
	mailbox,
	latencyMs,
	faults,
	open,
}: {
	readonly directory: PracticeDirectory;
	/** The one that its tasks use. */
	readonly mailbox: PracticeMailbox;
	readonly latencyMs: () => number;
	/** Of its web server. */
	readonly faults: () => WebFaults;
	/** Listens on a port of its own choice, and gives it. */
	readonly open: (onSocket: ReturnType<typeof createWebFront>) => Promise<number>;
}): Promise<{readonly extraview: PracticeExtraview; readonly apache: PracticeApache}> {
	const site = Promise.withResolvers<Site>();
	const port = await open(createWebFront(site.promise, {latencyMs, faults}));
	const url = `https://localhost:${port}/evj`;
	const {apache, readInForce} = await openApache(directory, port);
	site.resolve({instance: instanceOf(url), readInForce});
	const spool = await writeSpool(directory, mailbox.address);
	return {
		extraview: {url, taskText, spool, fromAddresses: fromAddressesOf(mailbox)},
		apache,
	};
}
