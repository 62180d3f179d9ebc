import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { boundaryFaults } from './boundary-faults.ts';
import { boundaryRules } from './rules.ts';
import { BROKEN, FILES, PACKAGES, type SmallPackage } from './testing/small-workspace.ts';
import { readWorkspace } from './workspace.ts';

describe('the boundaries of a small workspace', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'gatehouse-boundaries-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (path: string, content: string | object) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  };

  /** Packages from elsewhere that the small workspace uses: empty ones. */
  function install(...names: readonly string[]): void {
    for (const name of names) {
      write(`node_modules/${name}/package.json`, { name, version: '1.0.0', main: 'index.js' });
      write(`node_modules/${name}/index.js`, '');
    }
  }

  function layOut(
    packages: Readonly<Record<string, SmallPackage>>,
    files: Readonly<Record<string, string>>,
  ): void {
    write('package.json', { name: 'small', workspaces: ['apps/*', 'libs/*', 'examples/*'], type: 'module' });
    install('zod', 'mongoose', 'undici');
    mkdirSync(join(root, 'node_modules/@gatehouse'));
    for (const [folder, { tags, folders, exports, dependencies, devDependencies }] of Object.entries(
      packages,
    )) {
      const name = `@gatehouse/${folder.split('/')[1]}`;
      const nx = { tags, metadata: { folders } };
      write(`${folder}/package.json`, {
        ...{ name, type: 'module', nx, dependencies, devDependencies },
        exports: { '.': './src/index.ts', ...exports },
      });
      symlinkSync(join('../..', folder), join(root, 'node_modules', name));
    }
    for (const [path, text] of Object.entries(files)) write(path, text);
  }

  test('where every rule holds, nothing is reported', async () => {
    layOut(PACKAGES, FILES);
    expect(await boundaryFaults(root)).toEqual([]);
  });

  test.each(BROKEN)('$rule: $from -> $to', async ({ rule, from, to, back, files, declares }) => {
    const packages = { ...PACKAGES };
    for (const [folder, changed] of Object.entries(declares ?? {})) {
      packages[folder] = { tags: [], ...packages[folder], ...changed };
    }
    layOut(packages, { ...FILES, ...files });
    expect(await boundaryFaults(root)).toEqual([
      { rule, from, to },
      ...(back ? [{ rule, from: to, to: from }] : []),
    ]);
  });

  test('every rule is broken above', () => {
    layOut(PACKAGES, FILES);
    const broken = new Set<string | undefined>(BROKEN.map(({ rule }) => rule));
    const rules = boundaryRules(readWorkspace(root));
    expect(rules.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });
});
