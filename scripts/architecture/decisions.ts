import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** `# 7. Title`, a blank line, `_2026-11-24 · accepted_`. */
const HEAD = /^# (\d+)\. (.+)\n\n_(\d{4}-\d\d-\d\d) · (accepted|superseded by \d+)_\n/;

/** The index of the records of decisions, as a list. Throws where a record does not begin as it should. */
export function indexOfDecisions(paths: readonly string[]): string {
  const rows = paths.map((path) => {
    const [, number, title, date, status] = HEAD.exec(readFileSync(path, 'utf8')) ?? [];
    if (number === undefined) throw new Error(`${path} should begin with its number, title, date and status`);
    return `- ${number}: [${title}](${basename(path)}), ${date}, ${status}`;
  });
  return rows.join('\n');
}
