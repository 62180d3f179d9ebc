/**
 * What `npm pack` of a library runs, in the library's folder. Before: builds it, and puts a `package.json` in place whose
 * entrances are what was built; the workspace's own, whose entrances are TypeScript, is kept beside it. After: puts it back.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { buildPackage } from './build-package.ts';

const MANIFEST = 'package.json';
const KEPT = 'package.workspace.json';
const LICENSE = 'LICENSE';

function putBack(): void {
  if (!existsSync(KEPT)) return;
  renameSync(KEPT, MANIFEST);
  rmSync(LICENSE, { force: true });
  rmSync('dist', { recursive: true, force: true });
}

function putInPlace(): void {
  // What an earlier run left that was cut off.
  putBack();
  buildPackage('.');
  const text = readFileSync(`dist/${MANIFEST}`, 'utf8').replaceAll('": "./', '": "./dist/');
  const published = JSON.parse(text);
  published.exports['./package.json'] = './package.json';
  const folders = readdirSync('dist', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  published.files = folders.map(({ name }) => `dist/${name}`);
  renameSync(MANIFEST, KEPT);
  writeFileSync(MANIFEST, `${JSON.stringify(published, undefined, 2)}\n`);
  writeFileSync(LICENSE, readFileSync(`dist/${LICENSE}`));
}

if (process.argv[2] === 'before') putInPlace();
else putBack();
