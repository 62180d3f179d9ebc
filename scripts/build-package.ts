/**
 * Builds what is published of a library, into its `dist` or the folder that is named: JavaScript and declarations, with the
 * parts of the platform that it stands on, since Node strips no types within node_modules.
 *
 *     node scripts/build-package.ts libs/client [FOLDER]
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { keepWhatIsReached } from './published-graph.ts';

const ROOT = join(import.meta.dirname, '..');

interface Manifest extends Readonly<Record<string, unknown>> {
  dependencies?: Record<string, string>;
  exports: Record<string, string>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** From `./src/index.ts` to where the compiler writes it, below the folders of all libraries. */
const builtPath = (library: string, source: string) =>
  join(basename(library), source).replace(/\.ts$/, '.js');

function removeEmptyFolders(root: string): void {
  for (const folder of globSync(join(root, '**/')).sort((one, other) => other.length - one.length)) {
    try {
      rmdirSync(folder);
    } catch {
      // It holds something.
    }
  }
}

/** Builds a package; gives where it stands. */
export function buildPackage(library: string, to = join(library, 'dist')): string {
  const [folder, dist] = [resolve(library), resolve(to)];
  const manifest = manifestOf(folder);
  const root = manifestOf(ROOT);
  rmSync(dist, { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  execFileSync(tsc, ['-p', join(folder, 'tsconfig.build.json'), '--outDir', dist], { stdio: 'inherit' });

  const sources = Object.entries(manifest.exports);
  const needed = keepWhatIsReached(
    dist,
    sources.map(([, source]) => builtPath(folder, source)),
  );
  removeEmptyFolders(dist);
  const entrance = (source: string) => {
    const path = `./${builtPath(folder, source)}`;
    return { types: path.replace(/\.js$/, '.d.ts'), default: path };
  };
  const range = (name: string) => {
    const version = manifest.dependencies?.[name];
    if (version === undefined)
      throw new Error(`${name} is used, and is no dependency in ${library}/package.json`);
    return version;
  };
  const { name, version, description, keywords, license, type, engines } = manifest;
  const published = {
    ...{ name, version, description, keywords, license, type },
    repository: { ...(root.repository as object), directory: `libs/${basename(folder)}` },
    engines,
    exports: {
      ...Object.fromEntries(sources.map(([path, source]) => [path, entrance(source)])),
      './package.json': './package.json',
    },
    sideEffects: false,
    dependencies: Object.fromEntries(needed.map((dependency) => [dependency, range(dependency)])),
    publishConfig: { access: 'public' },
  };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  copyFileSync(join(folder, 'README.md'), join(dist, 'README.md'));
  copyFileSync(join(ROOT, 'LICENSE'), join(dist, 'LICENSE'));
  return dist;
}

const [, script, library, to] = process.argv;
if (script !== undefined && resolve(script) === import.meta.filename) {
  if (library === undefined) throw new Error(`Name a library: node scripts/${basename(dirname(script))}`);
  process.stdout.write(`${buildPackage(library, to)}\n`);
}
