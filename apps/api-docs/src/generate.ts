/**
 * Writes every file that is generated from the declared routes and the events' contracts. With `--check` it writes nothing,
 * and fails with the names of files that are out of date.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files.ts';

const ROOT = join(import.meta.dirname, '../../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const isCheck = process.argv.includes('--check');

for (const [name, text] of generatedFiles(version)) {
  const path = join(ROOT, name);
  const isSame = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (isCheck && !isSame) {
    process.stderr.write(`${name} is not what the code declares: run \`npm run generate\`\n`);
    process.exitCode = 1;
  }
  if (isCheck || isSame) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  process.stdout.write(`written: ${name}\n`);
}
