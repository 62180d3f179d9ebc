import { Argument, Command } from 'commander';
import type { Terminal } from '../printing/terminal.ts';
import { completionScript, SHELLS, type Shell } from './completion-script.ts';

const HELP = `
Where to put it:
  bash  gatehouse completion bash > ~/.local/share/bash-completion/completions/gatehouse
  zsh   gatehouse completion zsh > ~/.gatehouse.zsh, and in ~/.zshrc: source ~/.gatehouse.zsh
  fish  gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish`;

/** `gatehouse completion`: the shell's completion of these commands. */
export function completionCommand(terminal: Terminal): Command {
  return new Command('completion')
    .description('print the script by which a shell completes commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action((shell: Shell, _options: unknown, command: Command) => {
      const program = command.parent ?? command;
      terminal.out.write(completionScript(program, shell));
    });
}
