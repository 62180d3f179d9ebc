/**
 * Builds what is published, into `dist` or the folder that is named: the package with the parts of the platform that it
 * stands on, as JavaScript, since Node strips no types within node_modules. `npm publish libs/subscriber/dist` publishes it.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const here = import.meta.dirname;
const dist = resolve(process.argv[2] ?? join(here, 'dist'));
const readJson = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'));
/** The entrances of what is built in, below `dist`. */
const inside: Record<string, string> = {
  '@gatehouse/contracts': 'contracts/src/index.js',
  '@gatehouse/event-log': 'event-log/src/index.js',
};

rmSync(dist, { recursive: true, force: true });
const tsc = join(here, '../../node_modules/.bin/tsc');
execFileSync(tsc, ['-p', join(here, 'tsconfig.build.json'), '--outDir', dist], { stdio: 'inherit' });

// Who reads has no store to relay from.
for (const path of globSync(join(dist, 'event-log/src/relay*'))) rmSync(path);
for (const path of globSync(join(dist, '**/*.{js,d.ts}'))) {
  const text = readFileSync(path, 'utf8');
  const own = text
    .replace(/^export .* from '\.\/relay\.[jt]s';\n/gm, '')
    .replace(/'(@gatehouse\/[\w-]+)'/g, (_, name: string) => {
      const target = inside[name];
      if (target === undefined)
        throw new Error(`${relative(dist, path)} needs ${name}, which is not built in`);
      const to = relative(dirname(path), join(dist, target));
      return `'${to.startsWith('.') ? to : `./${to}`}'`;
    });
  if (own !== text) writeFileSync(path, own);
}

const {
  private: _,
  scripts: __,
  devDependencies: ___,
  nx: ____,
  ...described
} = readJson(join(here, 'package.json'));
const { dependencies } = readJson(join(here, '../../package.json')) as {
  dependencies: Record<string, string>;
};
const entrance = (path: string) => ({
  types: `./subscriber/src/${path}.d.ts`,
  default: `./subscriber/src/${path}.js`,
});
const published = {
  ...described,
  exports: { '.': entrance('index'), './testing': entrance('testing/index') },
  dependencies: { kafkajs: dependencies.kafkajs, zod: `^${dependencies.zod}` },
  publishConfig: { access: 'public' },
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
copyFileSync(join(here, 'README.md'), join(dist, 'README.md'));
copyFileSync(join(here, '../../LICENSE'), join(dist, 'LICENSE'));
