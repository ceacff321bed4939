import {bill, licenseOf, noticeOf} from './dependencies.js';

/** The notices of all packages that a release holds, as their licences ask for, each text once. */
export function notices() {
	const holders = new Map();
	for (const component of bill().components) {
		const {name, version, author} = component;
		const license = licenseOf(component);
		const text = noticeOf(component) ?? `${license}${author ? `, by ${author}` : ''}`;
		holders.set(text, [...(holders.get(text) ?? []), `${name} ${version} (${license})`]);
	}
	return [...holders]
		.map(([text, names]) => `${names.toSorted().join('\n')}\n\n${text.replaceAll('\r\n', '\n')}`)
		.toSorted()
		.join(`\n\n${'-'.repeat(80)}\n\n`)
		.concat('\n');
}
