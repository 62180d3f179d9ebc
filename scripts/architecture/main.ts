/**
 * Writes what the documents show of the code: the pictures of docs/architecture.md, drawn from the imports of the production
 * files, and the index of docs/decisions.
 *
 *     node scripts/architecture/main.ts          writes them
 *     node scripts/architecture/main.ts --check  fails where they are stale
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruiseWorkspace } from '../boundaries/cruise-workspace.ts';
import { readWorkspace } from '../boundaries/workspace.ts';
import { indexOfDecisions } from './decisions.ts';
import { pictures } from './pictures.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A picture in the document, with its name. */
const PICTURE = /(<!-- picture: ([\w-]+) -->\n)[\s\S]*?(<!-- end of picture -->)/g;
const INDEX = /(<!-- index of records -->\n)[\s\S]*?(<!-- end of index -->)/;

/** Puts what is made into a document, or says that the document is stale. */
function refresh(name: string, madeOf: (text: string) => string): void {
  const path = join(ROOT, name);
  const before = readFileSync(path, 'utf8');
  const after = madeOf(before);
  if (!process.argv.includes('--check')) writeFileSync(path, after);
  else if (after !== before) {
    process.stderr.write(`${name} is stale: npm run generate\n`);
    process.exitCode = 1;
  }
}

const packages = readWorkspace(ROOT);
const drawn = pictures(packages, await cruiseWorkspace(ROOT, packages));
refresh('docs/architecture.md', (text) =>
  text.replace(PICTURE, (_whole, begin: string, name: string, end: string) => {
    const picture = drawn.get(name);
    if (picture === undefined)
      throw new Error(`docs/architecture.md has a picture of ${name}, an unknown app`);
    drawn.delete(name);
    return `${begin}\`\`\`mermaid\n${picture}\n\`\`\`\n${end}`;
  }),
);
if (drawn.size > 0)
  throw new Error(`docs/architecture.md lacks a picture of: ${[...drawn.keys()].join(', ')}`);

const records = globSync(join(ROOT, 'docs/decisions/[0-9]*.md')).sort();
refresh('docs/decisions/README.md', (text) => text.replace(INDEX, `$1${indexOfDecisions(records)}\n$2`));
