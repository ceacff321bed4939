import {openRecord, type State} from '../../checklist/state.js';
import {inStep} from '../../checklist/step-id.js';
import type {Line} from './line.js';
import {paragraph} from './wrap.js';

/** Why a step of ExtraView's is left out for the open grant, and where that is changed. */
export function leftOutLines(state: State, reason: string, width: number): readonly Line[] {
	const grant = openRecord(state)?.grant;
	const isOfMail = grant?.incoming === 'none' || grant?.outgoing === 'none';
	const where =
		grant?.extraview === 'no'
			? `n in ${inStep('instance')} takes ExtraView’s steps in again.`
			: isOfMail && /mail$/.test(reason)
				? `What a grant is for is chosen in ${inStep('provider')}.`
				: 'ExtraView’s list of token types has Microsoft Azure and Google Gmail.';
	return paragraph(`Left out: ${reason}. ${where}`, width);
}
