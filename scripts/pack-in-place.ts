/**
 * `npm pack` of a library runs this in the library's folder. Before packing it builds the library, and replaces
 * `package.json` by one whose exports are the built files. After packing it restores the workspace's own.
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
  // Left by an earlier run that was interrupted.
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
