import {expect, test} from 'vitest';
import {webFaults} from '../../source/diagnosis/web-faults.js';
import {probeWords} from '../../source/extraview/mounts/probe-answer.js';
import {faultOf} from '../../source/practice/fault-of.js';
import {checkWebServer} from '../../source/tasks/check-web-server.js';
import {probeRedirect} from '../../source/tasks/web-server.js';
import {practiceWorld} from '../helpers/practice-world.js';

/** What step 4 finds with a fault on. */
async function found(id: string) {
	const world = await practiceWorld();
	try {
		const record = await world.grant({extraviewUrl: world.practice.practice.extraview.url});
		const faults = faultOf(id);
		if (!faults) throw new Error(`There is no fault ${id}`);
		world.fault(faults);
		const probe = await probeRedirect(world.context, record);
		const {evidence} = await checkWebServer(world.context, record);
		return {probe, evidence};
	} finally {
		await world.close();
	}
}

test.each(webFaults)('$id is met at the redirect URI: $title', async ({id, title}) => {
	const {probe, evidence} = await found(id);
	if (!('answer' in probe)) throw new Error(JSON.stringify(probe));
	expect(`web-${probe.answer.kind}`).toBe(id);
	expect(probeWords(probe.answer).title).toBe(title);
	expect(evidence.outcome).not.toBe('proved');
});

test.each(['tls-expired', 'tls-altname', 'tls-issuer', 'net-reset'])(
	'%s is the same at ExtraView’s web server',
	async id => {
		const {probe, evidence} = await found(id);
		expect(probe).toMatchObject({diagnosis: {id}});
		expect(evidence.outcome).not.toBe('proved');
	},
);
