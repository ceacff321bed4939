import {parseRedirected} from '../../paste/redirected.js';
import {diagnoseFor} from '../diagnose-for.js';
import {type Attempt, refusal} from './attempt.js';

/** What the browser's address bar showed, when the browser could not come back by itself. */
export async function takePaste(attempt: Attempt, text: string): Promise<void> {
	const {services, record, client, pending, show} = attempt;
	if (attempt.progress().phase === 'exchanging') return;
	const pasted = parseRedirected(text, {state: pending.state, redirectUri: pending.redirectUri});
	switch (pasted.type) {
		case 'error':
			attempt.end('paste', {ok: false, failure: refusal(pasted)});
			return;
		case 'code':
			break;
		case 'old-attempt':
		case 'not-yet':
		case 'elsewhere':
		case 'empty':
		case 'unreadable':
			show({pasteProblem: pasted.text});
			return;
	}
	show({phase: 'exchanging', pasteProblem: undefined});
	const result = await services.oauth.exchangeCode(client, pasted.code, pending, attempt);
	if (result.ok || pasted.isStateKnown) {
		attempt.end('paste', result);
		return;
	}
	// What came without its state may have been no code at all: the other roads stay open.
	const {title, cause} = diagnoseFor(attempt, record, result.failure);
	show({phase: 'waiting', pasteProblem: `${title}. ${cause} Paste the whole address.`});
}
