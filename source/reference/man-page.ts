import type {Command, Option} from '../commands/command.js';
import {environment} from './environment.js';
import {files} from './files.js';
import type {Reference} from './reference.js';

/** The manual page mailgrant(1), in the macros of man(7). */
export function manPage({commands, globalOptions}: Reference, version: string): string {
	return [
		`.TH MAILGRANT 1 "" "mailgrant ${version}" "User Commands"`,
		'.SH NAME',
		'mailgrant \\- gets mail programs their OAuth2 tokens, step by step',
		'.SH SYNOPSIS',
		'.B mailgrant',
		'.RI [ COMMAND ]',
		'.RI [ OPTIONS ]',
		'.SH DESCRIPTION',
		escaped(
			'Microsoft 365 and Google let programs into mailboxes only with OAuth2 tokens. mailgrant gets them for ExtraView’s tasks EVMail and BatchMail, and for other programs, from the terminal of the host where the mail is read and sent. Without a command it opens a full-screen checklist: each step is proved from this host, and each failure is explained with who can repair it and how. What the screens do, the commands do for a script.',
		),
		'.PP',
		escaped('To try it with no tenant and no network: mailgrant practice'),
		'.SH COMMANDS',
		...commands.flatMap(commandLines),
		'.SH OPTIONS',
		'Understood by every command, before or after its name.',
		...globalOptions.flatMap(optionLines),
		'.SH EXIT STATUS',
		...tagged('0', 'Fine.'),
		...tagged('1', 'Something failed.'),
		...tagged('2', 'The command was used wrongly.'),
		...tagged('3', 'There is no token until a person does something (token, refresh).'),
		'.PP',
		escaped('status --monitor exits as plug-ins of Nagios do.'),
		'.SH ENVIRONMENT',
		...environment.flatMap(([name, help]) => tagged(name, help)),
		'.SH FILES',
		escaped('In ~/.config/mailgrant, a directory that only its owner may enter:'),
		...files.flatMap(([name, content]) => tagged(name, `${capital(content)}.`)),
		'.SH EXAMPLES',
		...examples.flatMap(([what, lines]) => [
			'.PP',
			escaped(what),
			'.PP',
			'.nf',
			'.RS 4',
			...lines.map(escaped),
			'.RE',
			'.fi',
		]),
		'.SH SEE ALSO',
		'.BR msmtp (1),',
		'.BR mbsync (1),',
		'.BR systemd.exec (5)',
	].join('\n');
}

const examples: readonly (readonly [what: string, lines: readonly string[]])[] = [
	[
		'A grant from the shell, from its fields to a message that went out and came back:',
		[
			'mailgrant add ev --provider microsoft --mailbox evmail@example.com \\',
			'  --tenant ID --client-id ID',
			'mailgrant check ev',
			'mailgrant sign-in ev',
			'mailgrant test ev --round-trip',
		],
	],
	['A token for a script:', ['mailgrant token ev']],
	['What a failure in a log means:', ['mailgrant explain < /var/log/mail.log']],
];

function commandLines(command: Command): string[] {
	const {name, usage, summary, notes = [], options} = command;
	return [
		'.SS',
		`${bold(name)} ${escaped(usage)}`.trimEnd(),
		escaped(summary),
		...notes.flatMap(note => ['.PP', escaped(note)]),
		...options.flatMap(optionLines),
	];
}

function optionLines({name, placeholder, help}: Option): string[] {
	const head = placeholder === undefined ? '' : ` ${italic(placeholder)}`;
	return ['.TP', `${bold(`--${name}`)}${head}`, escaped(help)];
}

const tagged = (tag: string, text: string) => ['.TP', bold(tag), escaped(text)];

const bold = (text: string) => `\\fB${escaped(text)}\\fR`;
const italic = (text: string) => `\\fI${escaped(text)}\\fR`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** As text of a line: no request, no escape; a hyphen stays one that can be copied. */
function escaped(text: string): string {
	return text
		.replace(/\\/g, '\\e')
		.replace(/-/g, '\\-')
		.replace(/[’']/g, character => (character === '’' ? '\\(cq' : '\\(aq'))
		.replace(/"/g, '\\(dq')
		.replace(/…/g, '...')
		.replace(/`/g, '')
		.replace(/~/g, '\\(ti')
		.replace(/\^/g, '\\(ha')
		.replace(/^\./, '\\&.');
}
