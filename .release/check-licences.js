import {bill, isAllowed, licenseOf} from './dependencies.js';

// Every package that a release holds may be passed on with it.
const strangers = bill()
	.components.map(component => ({...component, license: licenseOf(component)}))
	.filter(({license}) => !isAllowed(license));
for (const {name, version, license} of strangers) {
	console.error(`${name}@${version} is under ${license || 'no known licence'}.`);
}
if (strangers.length > 0) process.exitCode = 1;
