/** The tags of a small package, and what it declares. */
export interface SmallPackage {
  tags: readonly string[];
  folders?: readonly string[];
  exports?: Readonly<Record<string, string>>;
  dependencies?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
}

const needs = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`@gatehouse/${name}`, '*']));
const tags = (layer: string, context = 'shared') => [`layer:${layer}`, `context:${context}`];

/** A package of each layer, as small as can be, in which every rule holds. */
export const PACKAGES: Readonly<Record<string, SmallPackage>> = {
  'libs/errors': { tags: tags('base') },
  'libs/contracts': { tags: tags('contracts'), dependencies: { zod: '1.0.0' } },
  'libs/store': {
    tags: tags('engine'),
    exports: { './testing': './src/testing/index.ts' },
    dependencies: { mongoose: '1.0.0' },
    devDependencies: needs('testing'),
  },
  'libs/http': { tags: tags('kit'), dependencies: needs('errors') },
  'libs/client': { tags: tags('client', 'public') },
  'libs/subscriber': { tags: tags('subscriber', 'public'), dependencies: needs('contracts') },
  'libs/testing': { tags: tags('testing') },
  'apps/one': {
    tags: tags('app', 'one'),
    folders: ['firsts', 'bases', 'tops'],
    dependencies: needs('contracts', 'errors', 'http', 'store'),
    devDependencies: needs('testing'),
  },
  'apps/two': { tags: tags('app', 'two') },
  'apps/cli': { tags: tags('tool', 'public'), dependencies: needs('client') },
  'apps/whole': { tags: tags('composition', 'platform'), dependencies: needs('one', 'two') },
  'apps/e2e': { tags: tags('workbench', 'platform'), devDependencies: needs('cli', 'testing', 'whole') },
  'examples/reader': { tags: tags('example', 'public'), dependencies: needs('subscriber') },
};

/** A file that imports what is named, and exports something. */
const importing = (...specifiers: readonly string[]) =>
  [...specifiers.map((one) => `import '${one}';`), 'export const made = 1;\n'].join('\n');
const packages = (...names: readonly string[]) => importing(...names.map((name) => `@gatehouse/${name}`));

export const FILES: Readonly<Record<string, string>> = {
  'libs/errors/src/index.ts': packages(),
  'libs/contracts/src/index.ts': importing('zod'),
  'libs/store/src/index.ts': importing('mongoose'),
  'libs/store/src/testing/index.ts': packages('testing'),
  'libs/http/src/index.ts': packages('errors'),
  'libs/client/src/index.ts': packages(),
  'libs/subscriber/src/index.ts': packages('contracts'),
  'libs/testing/src/index.ts': packages(),
  'apps/one/src/index.ts': importing('./tops/put-top.route.ts'),
  'apps/one/src/bases/base.ts': packages('contracts', 'errors'),
  'apps/one/src/bases/bases.store.ts': importing('@gatehouse/store', './base.ts'),
  'apps/one/src/tops/put-top.route.ts': importing('@gatehouse/http', '../bases/bases.store.ts'),
  'apps/one/src/tops/put-top.spec.ts': importing(
    '@gatehouse/testing',
    '@gatehouse/store/testing',
    './put-top.route.ts',
  ),
  'apps/two/src/index.ts': packages(),
  'apps/cli/src/index.ts': packages('client'),
  'apps/whole/src/index.ts': packages('one', 'two'),
  'apps/e2e/src/index.ts': importing('@gatehouse/cli', '@gatehouse/testing', '../../whole/src/index.ts'),
  'examples/reader/src/index.ts': packages('subscriber'),
};

export interface Broken {
  rule: string;
  from: string;
  to: string;
  /** Whether the way back is reported as well, as of a cycle. */
  back?: true;
  files?: Readonly<Record<string, string>>;
  /** What packages declare so that no other rule is broken along with it, or so that this one is. */
  declares?: Readonly<Record<string, Partial<SmallPackage>>>;
}

/** A package that imports one of a layer above it. */
function brokenLayer(layer: string, folder: string, upper: string, to: string): Broken {
  const from = `${folder}/src/above.ts`;
  const kind = ['testing', 'workbench'].includes(layer) ? 'devDependencies' : 'dependencies';
  const declares = { [folder]: { [kind]: { ...PACKAGES[folder]?.[kind], ...needs(upper) } } };
  return { rule: `layer-${layer}`, from, to, files: { [from]: packages(upper) }, declares };
}

/** A file that imports what it may not. */
function brokenImport(rule: string, from: string, specifier: string, to: string): Broken {
  return { rule, from, to, files: { [from]: importing(specifier) } };
}

/** Every rule, each broken once. */
export const BROKEN: readonly Broken[] = [
  brokenLayer('base', 'libs/errors', 'store', 'libs/store/src/index.ts'),
  brokenLayer('contracts', 'libs/contracts', 'http', 'libs/http/src/index.ts'),
  brokenLayer('engine', 'libs/store', 'client', 'libs/client/src/index.ts'),
  brokenLayer('kit', 'libs/http', 'client', 'libs/client/src/index.ts'),
  brokenLayer('client', 'libs/client', 'errors', 'libs/errors/src/index.ts'),
  brokenLayer('subscriber', 'libs/subscriber', 'http', 'libs/http/src/index.ts'),
  brokenLayer('app', 'apps/two', 'subscriber', 'libs/subscriber/src/index.ts'),
  brokenLayer('tool', 'apps/cli', 'http', 'libs/http/src/index.ts'),
  brokenLayer('composition', 'apps/whole', 'cli', 'apps/cli/src/index.ts'),
  brokenLayer('example', 'examples/reader', 'errors', 'libs/errors/src/index.ts'),
  brokenLayer('testing', 'libs/testing', 'errors', 'libs/errors/src/index.ts'),
  brokenLayer('workbench', 'apps/e2e', 'reader', 'examples/reader/src/index.ts'),
  { ...brokenLayer('app', 'apps/two', 'one', 'apps/one/src/index.ts'), rule: 'contexts-apart' },
  brokenImport(
    'packages-by-their-exports',
    'apps/whole/src/inside.ts',
    '../../one/src/bases/base.ts',
    'apps/one/src/bases/base.ts',
  ),
  brokenImport(
    'test-support-only-in-tests',
    'apps/one/src/tops/get-top.route.ts',
    '@gatehouse/store/testing',
    'libs/store/src/testing/index.ts',
  ),
  {
    ...brokenImport(
      'engines-behind-their-ports',
      'apps/one/src/tops/tops.store.ts',
      'mongoose',
      'node_modules/mongoose/index.js',
    ),
    declares: { 'apps/one': { dependencies: { ...PACKAGES['apps/one']?.dependencies, mongoose: '1.0.0' } } },
  },
  brokenImport('domain-is-pure', 'apps/one/src/tops/top.ts', '@gatehouse/http', 'libs/http/src/index.ts'),
  brokenImport('domain-is-pure', 'apps/one/src/tops/far.domain.ts', 'node:fs', 'fs'),
  {
    ...{ rule: 'domain-without-clock', from: 'apps/one/src/tops/top.ts', to: 'Date.now(' },
    files: { 'apps/one/src/tops/top.ts': 'export const isLate = (at: number) => at < Date.now();\n' },
  },
  {
    ...{ rule: 'folder-order', from: 'apps/one/src/firsts/early.ts', to: 'apps/one/src/tops/late.ts' },
    files: {
      'apps/one/src/firsts/early.ts': importing('../tops/late.ts'),
      'apps/one/src/tops/late.ts': packages(),
    },
  },
  {
    ...{ rule: 'folder-cycle', from: 'apps/two/src/here/', to: 'apps/two/src/there/', back: true },
    files: {
      'apps/two/src/here/a.ts': importing('../there/b.ts'),
      'apps/two/src/there/b.ts': packages(),
      'apps/two/src/there/c.ts': importing('../here/d.ts'),
      'apps/two/src/here/d.ts': packages(),
    },
  },
  {
    ...{ rule: 'package-cycle', from: '@gatehouse/contracts', to: '@gatehouse/errors', back: true },
    files: {
      'libs/contracts/src/faults.spec.ts': packages('errors'),
      'libs/errors/src/faults.ts': packages('contracts'),
    },
    declares: {
      'libs/contracts': { devDependencies: needs('errors') },
      'libs/errors': { dependencies: needs('contracts') },
    },
  },
  {
    ...{ rule: 'no-cycles', from: 'libs/http/src/here.ts', to: 'libs/http/src/there.ts' },
    files: {
      'libs/http/src/here.ts': importing('./there.ts'),
      'libs/http/src/there.ts': importing('./here.ts'),
    },
  },
  brokenImport('no-unresolved', 'apps/one/src/tops/get-top.route.ts', './absent.ts', './absent.ts'),
  brokenImport('undeclared-dependency', 'libs/http/src/asks.ts', 'undici', 'undici'),
  {
    ...{ rule: 'unused-dependency', from: 'libs/http/package.json', to: 'undici' },
    declares: { 'libs/http': { dependencies: { ...needs('errors'), undici: '1.0.0' } } },
  },
  {
    ...{ rule: 'inexact-version', from: 'libs/contracts/package.json', to: 'zod' },
    declares: { 'libs/contracts': { dependencies: { zod: '^1.0.0' } } },
  },
  {
    ...{ rule: 'two-versions', from: 'apps/two/package.json', to: 'zod' },
    files: { 'apps/two/src/two.ts': importing('zod'), 'apps/one/src/one.ts': importing('zod') },
    declares: {
      'apps/one': { dependencies: { ...PACKAGES['apps/one']?.dependencies, zod: '1.0.0' } },
      'apps/two': { dependencies: { zod: '2.0.0' } },
    },
  },
  {
    ...{ rule: 'untagged-package', from: 'apps/two/package.json', to: 'layer:… and context:…' },
    declares: { 'apps/two': { tags: ['layer:app'] } },
  },
];
