import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {diagnose} from '../../source/diagnosis/diagnose.js';
import type {Failure} from '../../source/diagnosis/diagnosis.js';
import {
	addressIn,
	type DeliveredHeaders,
	isSenderRefusal,
	repairFor,
	sendersOf,
	senderVerdict,
} from '../../source/extraview/senders.js';
import {grantWith} from '../helpers/records.js';

const grant = grantWith({tenant: 'acme.com'});
const failureOf = (message: string, smtp: Failure['smtp']): Failure => ({
	stage: 'send',
	protocol: 'smtp',
	message,
	smtp,
});
const refused = (failure: Failure) =>
	senderVerdict(
		'boss@acme.com',
		{is: 'refused', failure, diagnosis: diagnose(failure, {provider: 'microsoft'})},
		grant,
	);
const delivered = (headers: DeliveredHeaders) =>
	senderVerdict('boss@acme.com', {is: 'accepted', delivered: headers}, grant);

const denied = failureOf(
	'554 5.2.252 SendAsDenied; evmail@acme.com not allowed to send as boss@acme.com',
	{replyCode: 554, enhancedCode: '5.2.252', command: 'DATA'},
);

describe('the verdict', () => {
	test('a refused sender is repaired by Send As, an alias, or REPLY_TO', () => {
		const verdict = refused(denied);
		expect(verdict.is).toBe('refused');
		expect(verdict.repair).toEqual([
			expect.stringContaining('Exchange admin'),
			'Connect-ExchangeOnline -Organization acme.com',
			'Add-RecipientPermission -Identity boss@acme.com -Trustee evmail@acme.com -AccessRights SendAs',
			expect.stringContaining('alias'),
			'Set-OrganizationConfig -SendFromAliasEnabled $true',
			expect.stringMatching(/From at evmail@acme.com .* REPLY_TO header/),
		]);
	});

	test.each([
		[
			'553 5.7.1 <b@c.d>: Sender address rejected: not owned by user a@c.d',
			553,
			'5.7.1',
			'MAIL FROM',
		],
		[
			'550 5.7.60 SMTP; Client does not have permissions to send as this sender',
			550,
			'5.7.60',
			'DATA',
		],
		['553 5.1.8 bad sender', 553, '5.1.8', undefined],
		['550 5.7.1 Client does not have permissions to send as this sender', 550, '5.7.1', 'DATA'],
	])('%s is a refused sender', (message, replyCode, enhancedCode, command) => {
		expect(isSenderRefusal(failureOf(message, {replyCode, enhancedCode, command}))).toBe(true);
	});

	test.each([
		['535 5.7.3 Authentication unsuccessful', 535, '5.7.3', 'AUTH'],
		['550 5.1.1 no such user', 550, '5.1.1', 'RCPT TO'],
		['530 5.7.57 Client not authenticated to send mail', 530, '5.7.57', 'MAIL FROM'],
		['451 4.7.0 try later', 451, '4.7.0', 'MAIL FROM'],
	])('%s says nothing of the sender', (message, replyCode, enhancedCode, command) => {
		const failure = failureOf(message, {replyCode, enhancedCode, command});
		expect(isSenderRefusal(failure)).toBe(false);
		expect(refused(failure).is).toBe('untried');
	});

	test('a dead network leaves the address untried', () => {
		const failure: Failure = {stage: 'network', message: 'refused', code: 'ECONNREFUSED'};
		expect(refused(failure)).toMatchObject({
			is: 'untried',
			summary: expect.stringContaining('Nothing is known'),
		});
	});

	test('delivered headers tell fine, rewritten and on behalf of apart', () => {
		expect(delivered({from: '"Boss, the" <BOSS@acme.com>'}).is).toBe('fine');
		expect(delivered({from: 'evmail@acme.com'})).toMatchObject({
			is: 'rewritten',
			summary: expect.stringContaining('as from evmail@acme.com'),
			repair: expect.arrayContaining([expect.stringContaining('REPLY_TO')]),
		});
		expect(delivered({}).is).toBe('rewritten');
		expect(delivered({from: 'boss@acme.com', sender: 'evmail@acme.com'}).is).toBe('on-behalf');
		expect(delivered({from: 'boss@acme.com', sender: 'boss@acme.com'}).is).toBe('fine');
	});

	test('an accepted message that nobody looked at is not called fine', () => {
		expect(senderVerdict('boss@acme.com', {is: 'accepted'}, grant)).toMatchObject({is: 'unseen'});
	});

	test('escape codes in a header reach nobody', () => {
		expect(delivered({from: '\u001B[31mevil\u001B[0m@acme.com'}).summary).not.toContain('\u001B');
	});
});

describe('repairs', () => {
	test('an address with quotes stays one word of the command', () => {
		const [, , command] = repairFor("o'neil;rm@acme.com", grant);
		expect(command).toContain("-Identity 'o''neil;rm@acme.com' -Trustee");
	});

	test('Google’s is an alias of the mailbox', () => {
		expect(repairFor('boss@acme.com', grantWith({provider: 'google'}))[0]).toContain(
			'Send mail as',
		);
	});

	test('the mailbox itself needs no right', () => {
		expect(repairFor('EVMAIL@acme.com', grant)).toHaveLength(1);
	});
});

describe('addresses', () => {
	test('each is tried once, whatever settings hold it', () => {
		expect(
			sendersOf([
				{source: 'EMAIL_FROM_USER_ID', address: 'a@acme.com'},
				{source: 'EMAIL_FROM_ADDRESS', address: 'evmail@acme.com'},
				{source: 'AD_HOC_EMAIL_FROM_ADDRESS', address: 'A@acme.com'},
				{source: 'custom', address: ''},
				{source: '* Current User *', address: 'nobody'},
			]),
		).toEqual({
			senders: [
				{address: 'a@acme.com', sources: ['EMAIL_FROM_USER_ID', 'AD_HOC_EMAIL_FROM_ADDRESS']},
				{address: 'evmail@acme.com', sources: ['EMAIL_FROM_ADDRESS']},
			],
			errors: [expect.stringMatching(/^\* Current User \*: "nobody" has no domain/)],
		});
	});

	test.each([
		['a@b.c', 'a@b.c'],
		['Ann <a@b.c>', 'a@b.c'],
		['"x <evil@b.c>" <a@b.c>', 'a@b.c'],
		['"a \\" <evil@b.c>" <a@b.c>', 'a@b.c'],
		['(say <evil@b.c>) a@b.c', 'a@b.c'],
		['a@b.c, d@e.f', 'a@b.c'],
		['', undefined],
		[undefined, undefined],
	])('%j is from %s', (header, address) => {
		expect(addressIn(header)).toBe(address);
	});

	test('no header breaks the reading', () => {
		fc.assert(fc.property(fc.string(), text => void addressIn(text)));
	});
});
