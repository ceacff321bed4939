// A process that writes uses of secrets down: node audit-child.ts DIRECTORY NAME COUNT BYTES
import {createAuditLog} from '../../source/storage/audit-log.js';

const [directory = '', name = '', count = '', bytes = ''] = process.argv.slice(2);
const audit = createAuditLog({
	directory,
	now: Date.now,
	command: name,
	environment: {},
	tell(text) {
		throw new Error(text);
	},
	maxBytes: Number(bytes),
});
for (let number = 0; number < Number(count); number++) {
	audit({grant: `${name}-${number}`, secret: 'access token', use: 'printed '.repeat(20)});
}
