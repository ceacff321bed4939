import {expect, test} from 'vitest';
import {diagnosisJson, diagnosisLines} from '../../source/commands/write-diagnosis.js';
import type {Diagnosis} from '../../source/diagnosis/diagnosis.js';

const diagnosis: Diagnosis = {
	title: 'Exchange refuses the token',
	cause: 'One answer for every fault.',
	fix: ['Sign in again.', 'Get-CASMailbox -Identity evmail@acme.com'],
	who: 'you',
	transient: false,
	confidence: 'possible',
	said: 'NO AUTHENTICATE failed.',
};
const others = [
	{
		id: 'exo-imap-disabled',
		title: 'The protocol is switched off',
		check: 'Get-CASMailbox says so.',
	},
	{title: 'The tenant refuses', check: 'Another program is refused too.'},
];
const checked = ['The token has IMAP.AccessAsUser.All.', 'It has not expired.'];

test('each other cause is a line with its check, and what was checked is said', () => {
	expect(diagnosisLines({...diagnosis, others, checked}, '  ')).toEqual([
		'  Exchange refuses the token',
		'    One answer for every fault.',
		'    The other side said: NO AUTHENTICATE failed.',
		'    1. Sign in again.',
		'    2. Get-CASMailbox -Identity evmail@acme.com',
		'    It can be: The protocol is switched off. How to tell: Get-CASMailbox says so.',
		'    It can be: The tenant refuses. How to tell: Another program is refused too.',
		'    Checked, and in order: The token has IMAP.AccessAsUser.All. It has not expired.',
		'    Who can repair it: you, here.',
	]);
	expect(diagnosisLines(diagnosis).join('\n')).not.toMatch(/It can be|Checked/);
});

test('JSON carries them where there are any', () => {
	expect(diagnosisJson({...diagnosis, others, checked})).toMatchObject({others, checked});
	expect(Object.keys(diagnosisJson(diagnosis))).toEqual([
		'title',
		'cause',
		'fix',
		'who',
		'transient',
		'said',
	]);
});
