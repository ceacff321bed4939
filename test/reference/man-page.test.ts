import {expect, test} from 'vitest';
import {saidSteps} from '../../source/checklist/said-step.js';
import {commands} from '../../source/commands/commands.js';
import {globalOptions} from '../../source/commands/table/options.js';
import {programIds} from '../../source/export/programs.js';
import {manPage} from '../../source/reference/man-page.js';
import {argumentKinds} from '../../source/reference/value-kind.js';

const page = manPage({commands, globalOptions}, '1.2.3');
const plain = page.replaceAll('\\-', '-').replaceAll(/\\f[BIR]/g, '');

test('the manual page has every command with its options', () => {
	for (const {name, options} of commands) {
		expect(plain).toMatch(new RegExp(`^\\.SS\\n${name}( |$)`, 'm'));
		for (const option of options) expect(plain).toMatch(new RegExp(`^--${option.name}( |$)`, 'm'));
	}
});

test('no line of the manual page is a request by accident', () => {
	const requests = page.split('\n').filter(line => /^[.']/.test(line));
	const known = /^\.(?:TH|SH|SS|TP|PP|B|BR|RI|RS 4|RE|nf|fi)(?: |$)/;
	expect(requests.filter(line => !known.test(line))).toEqual([]);
	expect(page).not.toMatch(/\\(?![efR(&-])/);
});

test('words that shells offer are those that the commands take', () => {
	const wordsOf = (name: string) => commands.find(command => command.name === name)?.words;
	expect(wordsOf('export')?.PROGRAM).toEqual(programIds);
	expect(wordsOf('say')?.STEP).toEqual([...saidSteps]);
});

test('the arguments of a usage text are found, and values of its options are none', () => {
	const kinds = (usage: string) => argumentKinds({usage}).kinds.map(({is}) => is);
	expect(kinds('NAME --task evmail|batchmail [FILE]')).toEqual(['grant', 'file']);
	expect(kinds('NAME --stdin|FILE')).toEqual(['grant', 'file']);
	expect(kinds('NAME --to ADDRESS [--from ADDRESS…]')).toEqual(['grant']);
	expect(kinds('FROM TO')).toEqual(['grant', 'unknown']);
	expect(kinds('--new|--passphrase|--key-file FILE')).toEqual([]);
	expect(argumentKinds({usage: '[NAME…|--all]'})).toEqual({
		kinds: [{is: 'grant'}],
		isRepeated: true,
	});
});
