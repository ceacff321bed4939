import type {Command, Option} from '../commands/command.js';
import type {Reference} from './reference.js';
import {argumentKinds, optionKind, type ValueKind} from './value-kind.js';

/** Completion for bash 4.4 and newer, with or without the package bash-completion. */
export function bashCompletion({commands, globalOptions}: Reference): string {
	return `# Completion of mailgrant for bash, as \`mailgrant completion bash\` prints it.

# REPLY: what the value of an option is, empty for one that takes none.
_mailgrant_value() {
  REPLY=
  case "$1 $2" in
${[
	...globalOptions.flatMap(option => valueCase('*', option)),
	...commands.flatMap(command =>
		command.options.flatMap(option => valueCase(command.name, option, command.words)),
	),
].join('\n')}
  esac
}

# REPLY: what an argument of a command is, by its number.
_mailgrant_argument() {
  REPLY=
  case "$1 $2" in
${commands.flatMap(argumentCases).join('\n')}
  esac
}

# REPLY: the options of a command.
_mailgrant_options() {
  REPLY='${names(globalOptions)}'
  case $1 in
${commands
	.filter(({options}) => options.length > 0)
	.map(({name, options}) => `    ${name}) REPLY+=' ${names(options)}' ;;`)
	.join('\n')}
  esac
}

# Offers the lines of standard input that go on with what is typed, quoted where bash needs it.
_mailgrant_offer() {
  local line start=\${typed#[\\"\\']}
  while IFS= read -r line; do
    [[ $typed == [\\"\\']* ]] || printf -v line %q "$line"
    [[ $line == "$start"* ]] && COMPREPLY+=("$before\${line#"$done"}")
  done
}

_mailgrant() {
  local rest=\${COMP_LINE:0:COMP_POINT} words=() word trimmed i
  # bash takes words apart at @ : and = too, of which addresses are full: they are put together again.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    trimmed=\${rest#"\${rest%%[![:space:]]*}"}
    ((i == COMP_CWORD)) && word=$trimmed
    if ((i > 0)) && [[ $trimmed == "$rest" ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    rest=\${trimmed#"$word"}
  done
  local typed=\${words[\${#words[@]}-1]} command= count=0 option= config=() REPLY
  unset 'words[\${#words[@]}-1]'
  for word in "\${words[@]:1}"; do
    if [[ -n $option ]]; then
      [[ $option == --config ]] && config=(--config "$word")
      option=
    elif [[ $word == --*=* ]]; then
      [[ $word == --config=* ]] && config=("$word")
    elif [[ $word == -* ]]; then
      _mailgrant_value "$command" "$word"
      [[ -n $REPLY ]] && option=$word
    elif [[ -z $command ]]; then
      command=$word
    else
      ((count++))
    fi
  done
  local done= before= kind breaks=\${COMP_WORDBREAKS//[!@:=]/} tail
  if [[ $typed == --*=* && -z $option ]]; then
    option=\${typed%%=*} typed=\${typed#*=}
    [[ $breaks == *=* ]] || before=$option=
  fi
  # What stands before the last of bash's own word ends is not replaced, so it is not offered.
  if [[ -n $breaks ]]; then
    tail=\${typed##*[$breaks]}
    # An @ is replaced with what follows it: readline takes it for a host name's.
    [[ \${typed%"$tail"} == *@ ]] && tail=@$tail
    done=\${typed%"$tail"}
  fi
  COMPREPLY=()
  if [[ -n $option ]]; then
    _mailgrant_value "$command" "$option"
    kind=$REPLY
  elif [[ $typed == -* ]]; then
    _mailgrant_options "$command"
    kind="words $REPLY"
  elif [[ -z $command ]]; then
    kind='words ${[...commands.map(({name}) => name), 'help'].join(' ')}'
  else
    _mailgrant_argument "$command" "$((count + 1))"
    kind=$REPLY
  fi
  case $kind in
    words\\ *) _mailgrant_offer < <(printf '%s\\n' \${kind#words }) ;;
    grant) _mailgrant_offer < <("\${words[0]}" "\${config[@]}" list --names 2>/dev/null) ;;
    file | directory)
      local IFS=$'\\n'
      compopt -o filenames
      if [[ $kind == file ]]; then
        COMPREPLY=($(compgen -f -- "$typed"))
      else
        COMPREPLY=($(compgen -d -- "$typed"))
      fi
      COMPREPLY=("\${COMPREPLY[@]#"$done"}")
      COMPREPLY=("\${COMPREPLY[@]/#/"$before"}")
      ;;
  esac
}

complete -F _mailgrant mailgrant`;
}

const names = (options: readonly Option[]) => options.map(({name}) => `--${name}`).join(' ');

function valueCase(command: string, option: Option, words?: Command['words']): string[] {
	const kind = optionKind(option, words);
	return kind ? [`    ${quoted(command)}' --${option.name}') REPLY='${wordOf(kind)}' ;;`] : [];
}

function argumentCases(command: Command): string[] {
	if (command.name === 'help') return [];
	const {kinds, isRepeated} = argumentKinds(command);
	return kinds.flatMap((kind, index) => {
		if (kind.is === 'unknown') return [];
		const isLast = index === kinds.length - 1;
		const place = isRepeated && isLast ? "' '*" : `' ${index + 1}'`;
		return [`    ${command.name}${place}) REPLY='${wordOf(kind)}' ;;`];
	});
}

const quoted = (command: string) => (command === '*' ? '*' : command);

const wordOf = (kind: ValueKind) =>
	kind.is === 'words' ? `words ${kind.words.join(' ')}` : kind.is;
