import {expect, test} from 'vitest';
import {inStep} from '../../../source/checklist/step-id.js';
import {diagnose} from '../../../source/diagnosis/diagnose.js';
import {checkMounts} from '../../../source/extraview/mounts/check-mounts.js';
import {instanceOf} from '../../../source/extraview/mounts/instance.js';
import {judgeWebServer} from '../../../source/extraview/mounts/judge-web-server.js';
import {
	type ProbeAnswer,
	type ProbeKind,
	probeWords,
} from '../../../source/extraview/mounts/probe-answer.js';
import {readOne} from './read.js';

const url = 'https://track.example.com/evj/OAuth2?p_action=getTokenReturn';

function probed(kind: ProbeKind, status = 200) {
	const answer: ProbeAnswer = {kind, url, status};
	return {answer, words: probeWords(answer)};
}

/** What the configuration of this host says, with these lines in the host of the instance. */
const mounts = (lines: string, workers = 'JkWorkerProperty worker.list=tomcat1') =>
	checkMounts(
		readOne(
			`${workers}\n<VirtualHost *:443>\nServerName track.example.com\nSSLEngine on\n${lines}\n</VirtualHost>`,
		),
		instanceOf('https://track.example.com/evj'),
	);
const passing = mounts('JkMount /evj/* tomcat1');
const missing = mounts('');
const reload = 'systemctl reload apache2';

test('an answer of Tomcat’s settles it, whatever the configuration says', () => {
	for (const report of [passing, missing, undefined]) {
		expect(judgeWebServer(probed('tomcat'), {mounts: report})).toEqual({
			outcome: 'proved',
			summary: 'Tomcat answers',
		});
	}
});

test('an answer that may be Tomcat’s is proved by the mount, and left open without one', () => {
	expect(judgeWebServer(probed('answers'), {mounts: passing}).outcome).toBe('proved');
	expect(judgeWebServer(probed('answers'), {mounts: missing}).outcome).toBe('open');
	expect(judgeWebServer(probed('answers'), {}).outcome).toBe('open');
});

test('a 404 where the lines are there: they are not in force yet, and the reload is named', () => {
	const verdict = judgeWebServer(probed('not-found', 404), {mounts: passing, reload});
	expect(verdict).toMatchObject({
		outcome: 'failed',
		summary: 'The mount points are there, and not in force',
		diagnosis: {confidence: 'likely', fix: [reload, expect.stringContaining('proxy in front')]},
	});
});

test('a 404 where they are missing: what the configuration lacks, not what the answer means', () => {
	const {diagnosis} = judgeWebServer(probed('not-found', 404), {mounts: missing});
	expect(diagnosis).toMatchObject({
		id: 'web-server-missing',
		title: 'The mount points are missing',
		cause: expect.stringContaining('track.example.com (*:443)'),
	});
	const {chosen} = missing;
	expect(chosen?.insertion?.lines).toEqual([
		'JkMount /evj/OAuth2 tomcat1',
		'JkMount /evj/OAuth2/* tomcat1',
	]);
});

test('of several workers the admin names one', () => {
	const several = mounts('', 'JkWorkerProperty worker.list=one,two');
	const {diagnosis} = judgeWebServer(probed('not-found', 404), {mounts: several});
	expect(diagnosis?.fix.at(-1)).toMatch(/Choose one of one, two/);
});

test('a Tomcat that is down is no matter of mounts', () => {
	expect(judgeWebServer(probed('tomcat-down', 503), {mounts: passing})).toMatchObject({
		summary: 'The web server answers, and Tomcat does not',
		diagnosis: {transient: true},
	});
});

test('where another address answers, the base URL is what changes', () => {
	for (const kind of ['to-https', 'other-host', 'same-host', 'tomcat-not-found'] as const) {
		const {diagnosis} = judgeWebServer(probed(kind, 301), {});
		expect(diagnosis?.step).toBe('instance');
		expect(diagnosis?.fix.at(-1)).toContain(inStep('instance'));
	}
});

test('without an Apache here, what to do stands beside what the answer means', () => {
	const {diagnosis} = judgeWebServer(probed('not-found', 404), {otherSteps: ['Ask its support.']});
	expect(diagnosis?.fix.at(-1)).toBe('Ask its support.');
});

test('a host that can’t be reached is explained without words about mail servers', () => {
	const diagnosis = diagnose(
		{stage: 'network', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED', at: url},
		{provider: 'microsoft'},
	);
	const verdict = judgeWebServer({diagnosis}, {mounts: missing});
	expect(verdict.summary).toBe(diagnosis.title);
	expect(verdict.diagnosis?.step).toBe('instance');
	expect(diagnosis.fix.join()).toMatch(/IMAP/);
	expect(verdict.diagnosis?.fix.join()).not.toMatch(/IMAP|SMTP/);
});
