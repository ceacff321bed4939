import {auditText} from './audit-text.js';
import type {ExitCode} from './command.js';
import type {Invocation} from './invocation.js';

/** Who used which secret, when and for what. */
export async function audit({
	arguments: [name],
	isJson,
	output,
	world,
}: Invocation): Promise<ExitCode> {
	const lines = (await world.readAudit()).filter(({grant}) => name === undefined || grant === name);
	if (isJson) output.json(lines);
	else if (lines.length === 0) output.tell('No use of a secret is written down.');
	for (const line of isJson ? [] : lines) output.print(auditText(line));
	return 0;
}
