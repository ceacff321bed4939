import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/** The packages that a release holds, as npm lists them: a software bill of materials (CycloneDX 1.5). */
export function bill() {
	return JSON.parse(
		execFileSync('npm', ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'], {
			cwd: root,
			encoding: 'utf8',
			maxBuffer: 1e8,
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	);
}

/** SPDX expressions under which a package may be part of mailgrant. Each lets it be passed on under MIT with its notice. */
const allowed = new Set([
	'0BSD',
	'Apache-2.0',
	'BlueOak-1.0.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'CC0-1.0',
	'ISC',
	'MIT',
	'MIT-0',
]);

/** Such as `(MIT OR EUPL-1.1+)`: one of them is enough. */
export const isAllowed = expression =>
	expression
		.replace(/[()]/g, '')
		.split(' OR ')
		.some(choice => choice.split(' AND ').every(license => allowed.has(license)));

export const licenseOf = ({licenses = []}) =>
	licenses.map(({expression, license}) => expression ?? license.id ?? license.name).join(' AND ');

/** The text that a package brings along; undefined when it brings none. */
export function noticeOf(component) {
	const place = component.properties?.find(({name}) => name === 'cdx:npm:package:path')?.value;
	const directory = path.join(root, place ?? `node_modules/${component.name}`);
	const file = readdirSync(directory).find(name => /^(?:licen[cs]e|copying|notice)/i.test(name));
	return file === undefined ? undefined : readFileSync(path.join(directory, file), 'utf8').trim();
}
