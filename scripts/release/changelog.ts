export interface Commit {
  /** Short. */
  hash: string;
  subject: string;
}

/** `area: what changes`, as the project's commits are called. */
const SUBJECT = /^([a-z][\w, -]{0,40}): (.+)$/;
const OTHERS = 'others';
/** Areas that users of a release do not see. */
const UNSEEN = new Set(['ci', 'bench', 'test', 'tests']);

/** What changed, as a section of Markdown: by area, the newest first. */
export function changelogSection(version: string, date: string, commits: readonly Commit[]): string {
  const areas = new Map<string, string[]>();
  for (const { hash, subject } of commits) {
    const [, area = OTHERS, what = subject] = SUBJECT.exec(subject) ?? [];
    if (UNSEEN.has(area)) continue;
    areas.set(area, [...(areas.get(area) ?? []), `- ${what} (${hash})`]);
  }
  const names = [...areas.keys()].sort((one, other) =>
    one === OTHERS ? 1 : other === OTHERS ? -1 : one.localeCompare(other),
  );
  const parts = names.map((area) => `### ${area}\n\n${areas.get(area)?.join('\n')}\n`);
  return [`## ${version} (${date})\n`, ...(parts.length > 0 ? parts : ['Nothing changed.\n'])].join('\n');
}
