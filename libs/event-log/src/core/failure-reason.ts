const MAX_CHARACTERS = 300;

/** An error as text for logs and dead letters: its name, code and message, without anything that it quotes. */
export function failureReason(error: unknown): string {
  if (!Error.isError(error)) return 'thrown value that is no error';
  const code = 'code' in error && typeof error.code !== 'object' ? ` ${String(error.code)}` : '';
  return `${error.name}${code}: ${issuesOf(error) ?? withoutQuotes(error.message)}`.slice(0, MAX_CHARACTERS);
}

/** A schema's refusal as paths and rules, without the values. */
function issuesOf(error: Error): string | undefined {
  if (!('issues' in error) || !Array.isArray(error.issues)) return undefined;
  return error.issues
    .map((issue: { path?: unknown; code?: unknown }) => {
      const path = Array.isArray(issue.path) ? issue.path.join('.') : '';
      return `${path} ${String(issue.code)}`.trim();
    })
    .join(', ');
}

/** What stands in quotes of any kind, an object, an address. An apostrophe within a word begins nothing. */
const QUOTED =
  /"[^"]*("|$)|(?<!\w|\(reading )'[^']*('|$)|`[^`]*(`|$)|“[^”]*(”|$)|‘[^’]*(’|$)|\{[^}]*(\}|$)|\S+@\S+/g;

/**
 * Parsers and drivers quote the value that they refuse, which may be a name or an address. What stands after `reading` is a
 * member that code reads.
 */
function withoutQuotes(message: string): string {
  return message.replace(QUOTED, '…');
}
