import type {Evidence} from '../checklist/evidence.js';
import type {Layer, Report, ServiceReport} from '../checklist/report.js';
import {clean} from '../clean.js';
import {maskSecrets} from './said.js';

/** What was tried, a line each: hosts with their layers, the checks of a client, what a sign-in gave. */
export function whatWasTried({report}: Evidence): readonly string[] {
	if (report === undefined) return [];
	return linesOf(report);
}

function linesOf(report: Report): readonly string[] {
	switch (report.type) {
		case 'services':
			return [
				...report.services.flatMap(serviceLines),
				...report.proxies.map(proxy => `Proxy in force: ${shown(proxy)}`),
				...(report.clockSeconds === undefined
					? []
					: [`The clock of this host differs by ${report.clockSeconds} s from the provider’s.`]),
			];
		case 'client':
			return report.checks.map(({name, status, detail}) =>
				row(status, name, detail === '' ? '' : shown(detail)),
			);
		case 'sign-in':
			return [
				...(report.account ? [`Signed in: ${shown(report.account)}`] : []),
				`Granted: ${shown(report.grantedScopes.join(' ')) || 'no scope'}`,
				...(report.missingScopes.length > 0
					? [`Missing: ${shown(report.missingScopes.join(' '))}`]
					: []),
			];
		case 'web-server':
			return [
				`Asked for: ${shown(report.url)}`,
				`Answer: ${shown([report.answer.title, report.answer.seen].filter(Boolean).join(', '))}`,
				`On this host: ${shown(report.found)}`,
				...report.hosts.flatMap(({is, name, at, sentence, line}) => [
					row(is, shown(name), shown(`${at} ${sentence}`)),
					...(line ? [`          ${shown(`${line.at}: ${line.text}`)}`] : []),
				]),
				...(report.add
					? [
							`To be added to ${shown(report.add.file)}${report.add.beforeLine === undefined ? ', at its end' : ` before line ${report.add.beforeLine}`}:`,
							...report.add.lines.map(line => `    ${shown(line)}`),
						]
					: []),
			];
		case 'senders':
			return [
				`Recipient: ${shown(report.recipient)}`,
				...report.senders.flatMap(({address, is, settings, summary, repair}) => [
					row(is, shown(address), shown([...settings, summary].join(' · '))),
					...(is === 'untried' ? [] : repair.map(step => `    ${shown(step)}`)),
				]),
			];
		case 'incoming':
			return serviceLines(report.service);
		case 'outgoing':
			return [
				...serviceLines(report.service),
				`Recipient: ${shown(report.recipient)}`,
				...(report.messageId ? [`Message-ID: ${shown(report.messageId)}`] : []),
			];
	}
}

function serviceLines({protocol, at, status, layers}: ServiceReport): readonly string[] {
	return [`${protocol} ${shown(at)}: ${status}`, ...layers.map(layerLine)];
}

const layerLine = ({name, status, detail, ms}: Layer) =>
	row(status, name, [shown(detail), ms === undefined ? '' : `(${Math.round(ms)} ms)`].join(' '));

const row = (status: string, name: string, detail: string) =>
	`  ${status.padEnd(7)} ${name.padEnd(10)} ${detail.trim()}`.trimEnd();

/** Details hold a server's own words, in which a secret may come back. */
const shown = (text: string) => clean(maskSecrets(text), 500);
