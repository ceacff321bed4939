import type {ProviderId} from '../../grant.js';
import type {Case} from '../catalogue/case.js';
import {catalogue} from '../catalogue/catalogue.js';
import {diagnose} from '../diagnose.js';
import type {Diagnosis, Failure, Stage} from '../diagnosis.js';
import {failureFromText} from '../failure-from-text.js';
import {isCaseMeant, isFamilyMeant, type Surroundings, speakerOf} from './is-meant.js';
import {withJavaCode} from './java-failure.js';

/** What a text means. */
export type Verdict = {
	/** Tells failures apart: the case, or the title of the family. */
	readonly key: string;
	readonly diagnosis: Diagnosis;
	readonly provider: ProviderId | 'any';
	readonly stage: Stage;
	/** The words themselves tell it, and not only a code that others give too. */
	readonly isWorded: boolean;
};

const cases = new Map(catalogue.map(found => [found.id, found]));

const shapes =
	/AADSTS\d|error(?:_subtype)?\\?["']|error=|error [45]\d\d:|access_token|<(?:!doctype|html)|access blocked|(?:^|->)[ \t]*(?:S:[ \t]*)?(?:\S{1,20}[ \t]+(?:no|bad|bye)\b|-err\b|[45]\d\d[ -]|(?:\+|334) eyJ)|\be(?:conn|notfound|ai_|timedout|soc|net|host|addr|pipe|proto|nospc|acces|perm|rofs|mfile)|_err_|err_|cert|self.signed|unable.to|wrong version|packet length|socket|connection timeout|nxdomain|exception|error:|pkix|ssl/im;
const wordings = new RegExp(
	catalogue.flatMap(({match}) => match.flatMap(({text}) => text?.source ?? [])).join('|'),
	'im',
);

/** Spares the long way for texts that have neither the shape nor the words of any failure. */
const mayMean = (text: string) => shapes.test(text) || wordings.test(text);

/** The explanation of a text in which something is wrong; undefined where it does not clearly say so. Without a provider whoever speaks is told by the words. */
export function judge(
	text: string,
	provider: ProviderId | undefined,
	surroundings: Surroundings,
): Verdict | undefined {
	if (!mayMean(text)) return undefined;
	const named = provider ?? speakerOf(text);
	const whole = judgeAs(text, named ?? 'custom', surroundings);
	const first = whole ?? judgeThrown(text, provider, surroundings);
	if (named !== undefined || first?.diagnosis.id !== undefined) return first;
	const guesses = (['microsoft', 'google'] as const).flatMap(guess => {
		const verdict = judgeAs(text, guess, surroundings);
		return verdict?.diagnosis.id !== undefined && verdict.isWorded ? [verdict] : [];
	});
	const [only] = guesses;
	// Two providers' explanations of the same words are none.
	if (!only || guesses.length > 1) return first;
	return {...only, diagnosis: {...only.diagnosis, confidence: lowered(only.diagnosis.confidence)}};
}

/** JavaMail throws the server's words without their tag and status, all by themselves. */
function judgeThrown(
	text: string,
	provider: ProviderId | undefined,
	surroundings: Surroundings,
): Verdict | undefined {
	const [, thrown] =
		/(?:mail|imap|pop3|smtp|Authentication)\w*(?:\.\w+)*(?:Exception|Error):\n([^\n]+)$/i.exec(
			text,
		) ?? [];
	if (thrown === undefined) return undefined;
	return judgeAs(thrown, provider ?? 'custom', {...surroundings, isAlone: true});
}

function judgeAs(
	text: string,
	provider: ProviderId,
	surroundings: Surroundings,
): Verdict | undefined {
	const tagged = /^[^<]{0,200}<(?:!doctype|html)\b/i.test(text);
	// A page is read first: what stands in it says more than that it is one.
	if (tagged) {
		const shown = text.replace(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]{0,2000}>/gi, ' ');
		const inside = judgeAs(shown, provider, surroundings);
		if (inside?.diagnosis.id !== undefined) return inside;
	}
	// The page itself begins where its first tag does, whatever a log writes before it.
	const body = tagged ? text.slice(text.search(/<(?:!doctype|html)\b/i)) : text;
	const failure = withJavaCode(failureFromText(body, provider), body);
	const diagnosis = diagnose(failure, {provider});
	const found = diagnosis.id === undefined ? undefined : cases.get(diagnosis.id);
	const isMeant = found
		? isCaseMeant(found, body, failure, surroundings)
		: isFamilyMeant(diagnosis, body, failure, surroundings);
	if (!isMeant) return undefined;
	return {
		key: found?.id ?? `family: ${diagnosis.title}`,
		diagnosis,
		provider: found?.provider ?? provider,
		stage: stageOf(found, failure),
		isWorded: isWorded(found, [body, failure.oauth?.description ?? '']),
	};
}

function isWorded(found: Case | undefined, texts: readonly string[]): boolean {
	const patterns = found?.match.flatMap(({text}) => text ?? []) ?? [];
	return patterns.some(pattern => texts.some(text => pattern.test(text)));
}

const lowered = (confidence: Diagnosis['confidence']) =>
	confidence === 'certain' ? 'likely' : 'possible';

/** Of a pasted text nothing is known but its words; the case knows where it is met. */
function stageOf(found: Case | undefined, {stage}: Failure): Stage {
	if (!found || found.stages.includes(stage)) return stage;
	const [first = stage] = found.stages;
	return found.stages.includes('token') ? 'token' : first;
}
