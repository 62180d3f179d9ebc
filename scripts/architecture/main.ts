/**
 * Draws the pictures of docs/architecture.md from the imports of the production files.
 *
 *     node scripts/architecture/main.ts          writes them
 *     node scripts/architecture/main.ts --check  fails where they are not what the imports say
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruiseWorkspace } from '../boundaries/cruise-workspace.ts';
import { readWorkspace } from '../boundaries/workspace.ts';
import { pictures } from './pictures.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'docs/architecture.md');
/** A picture and its name, as it stands in the document. */
const PICTURE = /(<!-- picture: ([\w-]+) -->\n)[\s\S]*?(<!-- end of picture -->)/g;

const packages = readWorkspace(ROOT);
const drawn = pictures(packages, await cruiseWorkspace(ROOT, packages));
const before = readFileSync(FILE, 'utf8');
const after = before.replace(PICTURE, (_whole, begin: string, name: string, end: string) => {
  const picture = drawn.get(name);
  if (picture === undefined)
    throw new Error(`docs/architecture.md wants a picture of ${name}, which there is not`);
  drawn.delete(name);
  return `${begin}\`\`\`mermaid\n${picture}\n\`\`\`\n${end}`;
});
if (drawn.size > 0)
  throw new Error(`docs/architecture.md lacks a picture of: ${[...drawn.keys()].join(', ')}`);
if (!process.argv.includes('--check')) writeFileSync(FILE, after);
else if (after !== before) {
  process.stderr.write('docs/architecture.md is stale: npm run generate\n');
  process.exitCode = 1;
}
