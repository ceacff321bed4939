import {X509Certificate} from 'node:crypto';
import {connect} from 'node:tls';
import {afterEach, expect, test} from 'vitest';
import {endingsOf} from '../../source/calendar/endings-of.js';
import {checkServices} from '../../source/tasks/check-services.js';
import {readRecord, saveEvidence} from '../../source/tasks/grants.js';
import {type PracticeWorld, practiceWorld} from '../helpers/practice-world.js';

let world: PracticeWorld;
afterEach(() => world.close());

/** When the certificate ends that a host shows. */
async function shownEnd(at: string): Promise<number> {
	const {hostname: host, port} = new URL(`https://${at}`);
	const socket = connect({host, port: Number(port), rejectUnauthorized: false});
	await new Promise(resolve => socket.once('secureConnect', resolve));
	const {raw} = socket.getPeerCertificate();
	socket.destroy();
	return Date.parse(new X509Certificate(raw).validTo);
}

test('the calendar has the very end of each certificate that was seen, as it was stored', async () => {
	world = await practiceWorld();
	const {context, services} = world;
	const record = await world.grant({});
	await saveEvidence(services, 'evmail', 'services', await checkServices(context, record));
	const found = endingsOf(readRecord(services, 'evmail'), services.providers).filter(
		({id}) => id === 'server-certificate',
	);
	const {imap, smtp, microsoft} = world.practice.endpoints;
	const web = new URL(microsoft.token).host;
	const end = await shownEnd(imap);
	// All show the same certificate, SMTP after STARTTLS.
	expect(await shownEnd(web)).toBe(end);
	expect(Object.fromEntries(found.map(({title, endsAt}) => [title, endsAt]))).toEqual({
		[`Certificate of ${imap}`]: end,
		[`Certificate of ${smtp}`]: end,
		[`Certificate of ${web}`]: end,
	});
});
