import type {Command, Option} from '../commands/command.js';
import type {Reference} from './reference.js';
import {argumentKinds, optionKind, type ValueKind} from './value-kind.js';

/** Completion for zsh: to be sourced after compinit, or a file `_mailgrant` in fpath. */
export function zshCompletion({commands, globalOptions}: Reference): string {
	const globals = globalOptions.map(option => `    ${specOf(option)}`);
	return `#compdef mailgrant
# Completion of mailgrant for zsh, as \`mailgrant completion zsh\` prints it.

_mailgrant_grants() {
  local -a config names
  [[ -n $opt_args[--config] ]] && config=(--config "\${(Q)opt_args[--config]}")
  names=("\${(@f)$("\${(Q)mailgrant_program:-mailgrant}" $config list --names 2>/dev/null)}")
  names=(\${names:#})
  (($#names)) && _describe -t grants grant names
}

_mailgrant() {
  local curcontext=$curcontext state line mailgrant_program=$words[1]
  typeset -A opt_args
  local -a globals=(
${globals.join('\n')}
  )
  _arguments -C -S $globals '1: :->command' '*:: :->rest' && return
  case $state in
    command)
      local -a commands=(
${commands.map(({name, summary}) => `        ${quoted(`${name}:${summary}`)}`).join('\n')}
        'help:Shows how a command is used, with all its options.'
      )
      _describe -t commands command commands
      ;;
    rest)
      case $line[1] in
${commands.map(restCase).join('\n')}
        help) _arguments '1:command:(${commands.map(({name}) => name).join(' ')})' ;;
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _mailgrant ]]; then
  _mailgrant "$@"
else
  compdef _mailgrant mailgrant
fi`;
}

function restCase(command: Command): string {
	const {kinds, isRepeated} = argumentKinds(command);
	const places = kinds.map((kind, index) => {
		const isLast = index === kinds.length - 1;
		return quoted(`${isRepeated && isLast ? '*' : index + 1}:${nameOf(kind)}:${actionOf(kind)}`);
	});
	const specs = [...command.options.map(option => specOf(option, command.words)), ...places];
	return [
		`        ${command.name})`,
		'          _arguments -S $globals \\',
		...specs.map(spec => `            ${spec} \\`),
		'            && return',
		'          ;;',
	].join('\n');
}

function specOf(option: Option, words?: Command['words']): string {
	const kind = optionKind(option, words);
	const help = option.help.replace(/[[\]\\:]/g, '\\$&');
	const repeat = option.isRepeatable ? '*' : '';
	if (!kind) return quoted(`${repeat}--${option.name}[${help}]`);
	const name = option.placeholder?.replace(/[[\]\\:]/g, '\\$&') ?? '';
	return quoted(`${repeat}--${option.name}=[${help}]:${name}:${actionOf(kind)}`);
}

const nameOf = (kind: ValueKind) => (kind.is === 'words' ? 'word' : kind.is);

function actionOf(kind: ValueKind): string {
	switch (kind.is) {
		case 'words':
			return kind.words.length === 0 ? ' ' : `(${kind.words.join(' ')})`;
		case 'grant':
			return '_mailgrant_grants';
		case 'file':
			return '_files';
		case 'directory':
			return '_files -/';
		case 'unknown':
			return ' ';
	}
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
