import {clean} from '../clean.js';
import type {Case} from './catalogue/case.js';
import type {Confidence, Diagnosis, DiagnosisContext, Failure} from './diagnosis.js';
import type {Family} from './families/family.js';
import {fillStep, fillText, valuesOf} from './fill.js';
import {findCase} from './find-case.js';
import {findFamily} from './find-family.js';
import type {Known} from './other-causes/other-cause.js';
import {otherExplanations} from './other-explanations.js';
import {passedLayers} from './passed-layers.js';
import {saidOf} from './said.js';
import {seenOf} from './seen.js';
import {tokenChecks} from './token-checks.js';
import {clearedToken, isOtherAccount, tokenVerdict} from './token-verdict.js';

/** What a failure means: the case of the catalogue that explains it best, else what is certain of its kind. A token is asked about itself where the server gives no reason. */
export function diagnose(failure: Failure, context: DiagnosisContext): Diagnosis {
	const seen = seenOf(failure, context.token);
	const match = findCase(seen, context.provider);
	const family = match?.found ?? findFamily(seen, failure, context);
	const verdict = family.isUnexplained ? tokenVerdict(failure, context) : undefined;
	if (verdict) {
		return written(failure, context, verdict.isCertain ? verdict : withOthers(verdict, family), {
			id: verdict.id,
			confidence: verdict.isCertain ? 'certain' : 'likely',
			ruledOut: ['account'],
		});
	}
	const cleared = family.isUnexplained ? clearedToken(failure, context) : undefined;
	return written(
		failure,
		context,
		withToken(family, variantOf(match?.found, cleared, context), cleared),
		{
			id: match?.found.id,
			confidence: match?.confidence ?? family.confidence ?? 'possible',
			// Nobody signed in.
			ruledOut: context.token?.isAppOnly ? ['account'] : [],
		},
	);
}

type Explained = Omit<Family, 'confidence'>;

/** What a case says of this token in place of what it says of any. */
function variantOf(
	found: Case | undefined,
	cleared: string | undefined,
	{token, mailbox, account}: DiagnosisContext,
): Case['withGoodToken'] {
	if (token?.isAppOnly) return found?.withApp;
	if (!cleared) return undefined;
	const isMember = isOtherAccount(account, mailbox);
	return (isMember ? found?.withMember : undefined) ?? found?.withGoodToken;
}

/** Where the token is good, what is said of a bad one is of no use. */
function withToken(family: Explained, variant: Case['withGoodToken'], cleared = ''): Explained {
	const rest = {...family, ...variant};
	// What is left is not repaired by signing in again.
	const {step: _, ...elsewhere} = rest;
	const explained = variant ? elsewhere : rest;
	return {...explained, cause: `${cleared} ${explained.cause}`.trim()};
}

/** What the server's refusal allows beside a verdict that leaves doubt. */
const withOthers = (verdict: Explained, {others}: Explained): Explained => ({...verdict, others});

function written(
	failure: Failure,
	context: DiagnosisContext,
	family: Explained,
	{
		id,
		confidence,
		ruledOut = [],
	}: {
		readonly id?: string;
		readonly confidence: Confidence;
		/** What the verdict itself says already. */
		readonly ruledOut?: readonly Known[];
	},
): Diagnosis {
	const values = valuesOf(failure, context);
	const inOrder = family.isUnexplained || family.others ? tokenChecks(failure, context) : [];
	const known = [...inOrder.map(check => check.known), ...ruledOut];
	const others = otherExplanations(family.others ?? [], known, values);
	const checked = [
		...passedLayers(context.passed ?? [], failure.at),
		...(isMail(failure) ? inOrder.flatMap(({text}) => text ?? []) : []),
	].map(text => clean(text, 500));
	return {
		...(id !== undefined && {id}),
		title: clean(fillText(family.title, values), 200),
		cause: clean(fillText(family.cause, values), 1200),
		fix: family.fix.map(step => clean(fillStep(step, values), 3000)),
		who: family.who,
		transient: family.transient ?? false,
		confidence: others.length > 0 && confidence === 'certain' ? 'likely' : confidence,
		said: saidOf(wordsOf(failure)),
		...(family.see !== undefined && {see: family.see}),
		...(family.step !== undefined && {step: family.step}),
		...(others.length > 0 && {others}),
		...(checked.length > 0 && {checked}),
	};
}

/** Only before a mail server does it matter what the token holds. */
const isMail = ({stage}: Failure) => ['imap', 'pop3', 'smtp', 'send'].includes(stage);

/** The words as they came; where there are none, the codes. */
function wordsOf({message, oauth, smtp, response, code, challenge}: Failure): string {
	// A JSON body says the same in more letters.
	if (oauth?.description && message.trimStart().startsWith('{')) {
		return [oauth.error, oauth.description].filter(part => part).join(': ');
	}
	// A description alone is words; the error beside it is what is looked up, if no number is.
	if (message.trim() !== '') {
		const error = oauth?.error;
		const isTold = !error || message.includes(error) || /AADSTS\d/.test(message);
		return isTold ? message : `${error}: ${message}`;
	}
	return [
		code,
		oauth?.error,
		oauth?.description,
		smtp?.replyCode,
		smtp?.enhancedCode,
		response?.status,
		response?.code && `[${response.code}]`,
		challenge,
	]
		.filter(part => part !== undefined && part !== '')
		.join(' ');
}
