import type { Command } from 'commander';
import type { Refused } from '../failures.ts';

/** Members of the API whose options have names of their own. */
const ALIASES: Readonly<Record<string, string>> = {
  url: 'to',
  redirectUris: 'redirectUri',
  params: 'param',
  parentId: 'parent',
  overlapSeconds: 'overlap',
  roles: 'role',
  roleId: 'role',
  identifiers: 'identifier',
  conditions: 'condition',
  serviceId: 'service',
  inviteSubjectOverride: 'subject',
  inviteBodyOverride: 'body',
};

const MEMBER = String.raw`([A-Za-z_]\w*)((?:\[\d+\]|\.[\w-]+)*)`;

/** Patterns of the platform's messages that name a member of the API. */
const NAMED = [
  new RegExp(`^()${MEMBER}(?=:)`),
  new RegExp(`^(Missing )${MEMBER}(?=$)`),
  new RegExp(`^()${MEMBER}(?= (?:is|are|must|should|holds|may|does)(?: |$))`),
  new RegExp(`(is not a valid value for )${MEMBER}`),
] as const;

const camelCased = (member: string) => member.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The option of a command that sets a member of the API; undefined where there is none. */
function optionFor(command: Command, member: string): string | undefined {
  const attribute = Object.hasOwn(ALIASES, member) ? ALIASES[member] : camelCased(member);
  const option = command.options.find((one) => one.attributeName() === attribute);
  return option?.long ?? undefined;
}

/** A message of the platform with the command's options in place of the API's members. */
export function inOptionsOf(command: Command, sentence: string): string {
  for (const pattern of NAMED) {
    const [whole, before = '', member = '', rest = ''] = pattern.exec(sentence) ?? [];
    if (whole === undefined) continue;
    const option = optionFor(command, member);
    if (option !== undefined) {
      return sentence.replace(whole, `${before}${option}${rest.replaceAll('.', ' ')}`);
    }
    // Members without an option of their own are set by `--member`.
    const hasMembers = command.options.some(({ long }) => long === '--member');
    if (hasMembers && pattern === NAMED[0]) return sentence.replace(whole, `--member ${member}${rest}`);
  }
  return sentence;
}

/** A refusal that names the options of the command. */
export function refusalInOptionsOf(command: Command, refused: Refused): Refused {
  return refused.reworded((sentence) => inOptionsOf(command, sentence));
}
