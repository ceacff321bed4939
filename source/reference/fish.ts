import type {Command, Option} from '../commands/command.js';
import type {Reference} from './reference.js';
import {argumentKinds, optionKind, type ValueKind} from './value-kind.js';

/** Completion for fish 3. */
export function fishCompletion({commands, globalOptions}: Reference): string {
	const valued = [...globalOptions, ...commands.flatMap(({options}) => options)]
		.filter(({placeholder}) => placeholder !== undefined)
		.map(({name}) => `--${name}`);
	return `# Completion of mailgrant for fish, as \`mailgrant completion fish\` prints it.

# The command and the arguments that stand before the cursor.
function __mailgrant_words
  set -l words (commandline -opc)
  set -l is_value no
  for word in $words[2..-1]
    if test $is_value = yes
      set is_value no
    else if contains -- $word ${[...new Set(valued)].join(' ')}
      set is_value yes
    else if not string match -q -- '-*' $word
      echo $word
    end
  end
end

# Whether COMMAND is given, and with it that argument N comes next.
function __mailgrant_at
  set -l words (__mailgrant_words)
  test (count $words) -gt 0; or return 1
  test $words[1] = $argv[1]; or return 1
  test (count $argv) -eq 1; or test (count $words) -eq $argv[2]
end

function __mailgrant_from
  set -l words (__mailgrant_words)
  test (count $words) -ge $argv[2]; and test $words[1] = $argv[1]
end

function __mailgrant_grants
  set -l words (commandline -opc)
  set -l config
  if set -l index (contains -i -- --config $words)
    set config --config $words[(math $index + 1)]
  end
  $words[1] $config list --names 2>/dev/null
end

complete -c mailgrant -f
${globalOptions.map(option => optionLine('', option)).join('\n')}
${commands
	.map(
		({name, summary}) =>
			`complete -c mailgrant -n 'test (count (__mailgrant_words)) -eq 0' -a ${name} -d ${quoted(summary)}`,
	)
	.join('\n')}
complete -c mailgrant -n 'test (count (__mailgrant_words)) -eq 0' -a help -d 'Shows how a command is used, with all its options.'
complete -c mailgrant -n '__mailgrant_at help 1' -a '${commands.map(({name}) => name).join(' ')}'
${commands.flatMap(linesOf).join('\n')}`;
}

function linesOf(command: Command): string[] {
	const {kinds, isRepeated} = argumentKinds(command);
	return [
		...command.options.map(option =>
			optionLine(` -n '__mailgrant_at ${command.name}'`, option, command.words),
		),
		...kinds.flatMap((kind, index) => {
			const isOpen = isRepeated && index === kinds.length - 1;
			const condition = `__mailgrant_${isOpen ? 'from' : 'at'} ${command.name} ${index + 1}`;
			const offer = offerOf(kind);
			return offer === '' ? [] : [`complete -c mailgrant -n '${condition}'${offer}`];
		}),
	];
}

function optionLine(condition: string, option: Option, words?: Command['words']): string {
	const kind = optionKind(option, words);
	const value = kind ? ` -r${kind.is === 'file' ? ' -F' : ' -f'}${offerOf(kind, true)}` : '';
	return `complete -c mailgrant${condition} -l ${option.name}${value} -d ${quoted(option.help)}`;
}

function offerOf(kind: ValueKind, isOption = false): string {
	switch (kind.is) {
		case 'words':
			return kind.words.length === 0 ? '' : ` -a '${kind.words.join(' ')}'`;
		case 'grant':
			return " -a '(__mailgrant_grants)'";
		case 'file':
			return isOption ? '' : ' -F';
		case 'directory':
			return " -a '(__fish_complete_directories)'";
		case 'unknown':
			return '';
	}
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
