import {UserError} from '../errors.js';
import {providers} from '../providers/providers.js';
import type {Secrets} from '../secrets.js';
import type {Services} from '../services.js';
import {type Found, report as reportText} from '../support/report.js';
import {scrub} from '../support/scrub.js';
import {listRecords} from '../tasks/grants.js';
import {utcDay} from '../text/utc.js';
import {auditText} from './audit-text.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

const newestUses = 40;

/** One file for whoever helps: what is known of program, host, grants and failures, and no secret. What can't be read is said in it. */
export async function report(invocation: Invocation): Promise<ExitCode> {
	const {output, world} = invocation;
	const [file = `mailgrant-report-${utcDay(Date.now())}.txt`] = invocation.arguments;
	const host = await world.describeHost();
	const services = await found(() => world.openServices());
	const opened = 'value' in services ? services.value : undefined;
	const secrets: string[] = [];
	const records = await found(() => {
		if ('trouble' in services) throw new UserError(services.trouble);
		const all = listRecords(services.value);
		for (const {grant} of all) secrets.push(...secretTexts(services.value, grant.name));
		return all;
	});
	const audit = await found(async () =>
		(await world.readAudit()).slice(-newestUses).map(auditText),
	);
	const text = scrub(
		reportText({
			host,
			records,
			audit,
			providers: opened?.providers ?? providers,
			now: opened?.now() ?? Date.now(),
		}),
		secrets,
	);
	if (file === '-') output.print(text.trimEnd());
	else output.tell(`Written: ${await world.writeReport(file, text)}. Read it before you send it.`);
	return 0;
}

/** Whatever is broken here is what the report is for. */
async function found<Value>(look: () => Value | Promise<Value>): Promise<Found<Value>> {
	try {
		return {value: await look()};
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return {trouble: error.message};
	}
}

const passwordLine = /^[^=:]*(?:pass|pwd|secret|token)[^=:]*[=:]\s*(.+)$/i;

/** Every text among the secrets of a grant, and the passwords of pasted properties. */
function secretTexts(services: Services, name: string): string[] {
	const {taskTexts, ...secrets}: Secrets = services.secrets.read(name);
	const passwords = Object.values(taskTexts ?? {}).flatMap(text =>
		text.split('\n').flatMap(line => passwordLine.exec(line)?.[1]?.trim() ?? []),
	);
	const {tokens, renewal: _, ...others} = secrets;
	return [
		...textsIn(others),
		...textsIn({a: tokens?.accessToken, r: tokens?.refreshToken, i: tokens?.idToken}),
		...passwords,
	];
}

/** Public parts of what is kept with the secrets. */
const open = new Set([
	'certificate',
	'sha1',
	'sha256',
	'email',
	'uniqueId',
	'keyId',
	'fits',
	'redirectUri',
]);

function textsIn(value: object): string[] {
	return Object.entries(value).flatMap(([key, inner]): string[] => {
		if (typeof inner === 'string') return open.has(key) ? [] : [inner];
		return typeof inner === 'object' && inner !== null ? textsIn(inner) : [];
	});
}
