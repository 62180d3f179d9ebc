import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The words that may follow a command. */
interface Words {
  /** The commands typed so far, each after a space. */
  path: string;
  commands: string[];
  options: { name: string; description: string; takesValue: boolean; choices: readonly string[] }[];
}

/** Every command with what may follow it, the program itself first. */
function wordsOf(command: Command, path = '', above: Words['options'] = []): Words[] {
  const own = command.options.filter(({ hidden, long }) => !hidden && long);
  const options = own.map(({ long, description, required, optional, argChoices = [] }) => ({
    name: long ?? '',
    description,
    takesValue: required || optional,
    choices: argChoices,
  }));
  const all = [...options, ...above];
  const inherited = all.filter(({ name }) => name !== '--version');
  const help = { name: '--help', description: 'show how it is used', takesValue: false, choices: [] };
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const nested = command.commands.map((one) => one.name());
  return [
    { path, commands: [...nested, ...choices], options: [...all, help] },
    ...command.commands.flatMap((one) => wordsOf(one, `${path} ${one.name()}`, inherited)),
  ];
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const oneOf = (words: readonly string[]) => words.map(quoted).join('|');

function bashScript(all: readonly Words[]): string {
  const paths = all.map(({ path }) => path).filter((path) => path !== '');
  const every = all.flatMap(({ options }) => options);
  const valued = [...new Set(every.filter(({ takesValue }) => takesValue).map(({ name }) => name))];
  const values = all.flatMap(({ path, options }) =>
    options.flatMap(({ name, takesValue, choices }) =>
      takesValue ? [`    ${quoted(`${path} ${name}`)}) words=${quoted(choices.join(' '))} ;;`] : [],
    ),
  );
  const follows = all.map(({ path, commands, options }) => {
    const words = [...commands, ...options.map(({ name }) => name)].join(' ');
    return `    ${quoted(path)}) words=${quoted(words)} ;;`;
  });
  return `_gatehouse() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path='' words='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$word" in ${oneOf(valued)}) i=$((i + 1)); continue ;; esac
    case "$path $word" in ${oneOf(paths)}) path="$path $word" ;; esac
  done
  case "$path $prev" in
${values.join('\n')}
    *) case "$path" in
${follows.map((line) => `  ${line}`).join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _gatehouse gatehouse
`;
}

/** zsh runs the functions of bash. */
const zshScript = (all: readonly Words[]) => `autoload -Uz compinit bashcompinit
(( $+functions[compdef] )) || compinit
bashcompinit
${bashScript(all)}`;

function fishScript(all: readonly Words[]): string {
  const paths = all.map(({ path }) => path).filter((path) => path !== '');
  const lines = all.flatMap(({ path, commands, options }) => {
    const at = `complete -c gatehouse -n ${quoted(`test (__gatehouse_path) = ${quoted(path)}`)}`;
    const words = commands.length > 0 ? [`${at} -f -a ${quoted(commands.join(' '))}`] : [];
    const flags = options.map(({ name, description, takesValue, choices }) => {
      const values = choices.length > 0 ? ` -f -a ${quoted(choices.join(' '))}` : '';
      return `${at} -l ${name.slice(2)} -d ${quoted(description)}${takesValue ? ' -r' : ''}${values}`;
    });
    return [...words, ...flags];
  });
  return `function __gatehouse_path
  set -l path ''
  for word in (commandline -opc)[2..-1]
    contains -- "$path $word" ${paths.map(quoted).join(' ')}; and set path "$path $word"
  end
  printf '%s\\n' "$path"
end
${lines.join('\n')}
`;
}

/** The script with which a shell completes the command line. It needs no connection to the platform. */
export function completionScript(program: Command, shell: Shell): string {
  const all = wordsOf(program);
  switch (shell) {
    case 'bash':
      return bashScript(all);
    case 'zsh':
      return zshScript(all);
    case 'fish':
      return fishScript(all);
  }
}
