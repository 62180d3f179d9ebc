import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the workspace the package is its TypeScript; what is published from `dist` is what was built of it. */
const dist = join(import.meta.dirname, 'dist');
const {
  private: _,
  scripts: __,
  ...described
} = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')) as Record<string, unknown>;
const published = {
  ...described,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  publishConfig: { access: 'public' },
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
copyFileSync(join(import.meta.dirname, 'README.md'), join(dist, 'README.md'));
copyFileSync(join(import.meta.dirname, '../../LICENSE'), join(dist, 'LICENSE'));
