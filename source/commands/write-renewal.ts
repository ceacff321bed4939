import type {GrantRecord} from '../checklist/grant-record.js';
import {UserError} from '../errors.js';
import type {FreshToken, TokenTrouble} from '../tasks/fresh-token.js';
import {utcTime} from '../text/utc.js';
import type {ExitCode} from './command.js';
import {diagnosisJson, diagnosisLines, diagnosisOf} from './write-diagnosis.js';

/** What a refresh of one grant came to. */
export type Refreshed = {readonly record: GrantRecord; readonly fresh: FreshToken};

/** A grant that is not complete enough to be asked for is a trouble like others; all else rises. */
export function troubleOf(error: unknown): FreshToken {
	if (!(error instanceof UserError) || error.exitCode === 2) throw error;
	const needsPerson = error.exitCode === 3;
	return {ok: false, diagnosis: diagnosisOf(error), needsPerson, count: 1};
}

/** The worst of all: a person is needed, else something failed. */
export function exitCodeOf(all: readonly Refreshed[]): ExitCode {
	const troubles = all.flatMap(({fresh}) => (fresh.ok ? (fresh.trouble ?? []) : fresh));
	if (troubles.some(({needsPerson}) => needsPerson)) return 3;
	return troubles.length > 0 ? 1 : 0;
}

/** Whether this run has found something wrong that the one before it had not: cron sends a mail for each run that prints. */
export function isNews({fresh}: Refreshed, begunAt: number): boolean {
	const trouble = fresh.ok ? fresh.trouble : fresh;
	if (trouble?.foundAt === undefined || trouble.foundAt < begunAt) return false;
	return trouble.needsPerson || trouble.count === 1;
}

export function refreshedText({record, fresh}: Refreshed, now: number): string {
	const {name} = record.grant;
	if (!fresh.ok) {
		return [`${name}: no token`, ...troubleLines(fresh, now).map(line => `  ${line}`)].join('\n');
	}
	const {isRenewed, trouble, expiresAt} = fresh;
	const how = isRenewed ? 'renewed' : trouble ? 'not renewed' : 'fresh';
	return [
		`${name}: ${how}, ends ${utcTime(expiresAt)}`,
		...(trouble ? troubleLines(trouble, now).map(line => `  ${line}`) : []),
	].join('\n');
}

/** The shape of a grant in `refresh --json`. The token is not in it. */
export function refreshedJson({record, fresh}: Refreshed) {
	const trouble = fresh.ok ? fresh.trouble : fresh;
	return {
		grant: record.grant.name,
		ok: fresh.ok,
		...(fresh.ok && {renewed: fresh.isRenewed, expiresAt: utcTime(fresh.expiresAt)}),
		...(trouble && {
			needsPerson: trouble.needsPerson,
			...(trouble.retryAt !== undefined && {retryAt: utcTime(trouble.retryAt)}),
			diagnosis: diagnosisJson(trouble.diagnosis),
		}),
	};
}

/** What is wrong, and whether waiting helps. */
export function troubleLines(trouble: TokenTrouble, now: number): string[] {
	const {diagnosis, needsPerson, retryAt} = trouble;
	return [...diagnosisLines(diagnosis), `  ${outlook(needsPerson, retryAt, now)}`];
}

function outlook(needsPerson: boolean, retryAt: number | undefined, now: number): string {
	if (needsPerson) {
		return 'Not tried again before something was changed here, or: mailgrant refresh --force';
	}
	const seconds = Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1000));
	return `Temporary: it is tried again ${seconds > 0 ? `in ${seconds} s` : 'when asked for'}.`;
}
