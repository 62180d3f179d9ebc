import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const KIT = ['contracts', 'base', 'engine'] as const;
const APP = [...KIT, 'kit'] as const;

/** The layers, each with the other layers that its packages may import. */
export const LAYERS = {
  contracts: [],
  base: ['contracts'],
  engine: ['base', 'contracts'],
  kit: KIT,
  client: [],
  subscriber: ['contracts', 'engine'],
  app: APP,
  tool: [...KIT, 'client'],
  composition: [...APP, 'app'],
  example: ['client', 'subscriber'],
  testing: [],
  workbench: [...APP, 'app', 'composition', 'tool', 'client', 'subscriber', 'testing'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Layer = keyof typeof LAYERS;

/** Layers that hold nothing but what tests and measurements need. */
export const TEST_LAYERS: readonly Layer[] = ['testing', 'workbench'];

export interface Package {
  name: string;
  /** From the root; empty for the root itself. */
  folder: string;
  layer: Layer | undefined;
  /** The bounded context, or `shared`. */
  context: string | undefined;
  /** The order of an app's folders where it declares one: a later one may import an earlier one. */
  folders: readonly string[];
  /** Files that other packages may import. */
  entrances: readonly string[];
  /** Versions by name. */
  dependencies: Readonly<Record<string, string>>;
  devDependencies: Readonly<Record<string, string>>;
  /** Whether it is built and published, with the sources of the packages that it depends on. */
  published: boolean;
}

interface Manifest {
  name: string;
  workspaces?: readonly string[];
  exports?: Readonly<Record<string, string>>;
  dependencies?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
  scripts?: { build?: string };
  nx?: { tags?: readonly string[]; metadata?: { folders?: readonly string[] } };
}

function readPackage(root: string, folder: string): Package {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const tag = (kind: string) =>
    manifest.nx?.tags?.find((one) => one.startsWith(`${kind}:`))?.slice(kind.length + 1);
  const layer = tag('layer');
  return {
    name: manifest.name,
    folder,
    layer: layer !== undefined && layer in LAYERS ? (layer as Layer) : undefined,
    context: tag('context'),
    folders: manifest.nx?.metadata?.folders ?? [],
    entrances: Object.values(manifest.exports ?? {}).map((path) => join(folder, path)),
    dependencies: manifest.dependencies ?? {},
    devDependencies: manifest.devDependencies ?? {},
    published: manifest.scripts?.build !== undefined,
  };
}

/** The packages of the workspace at `root`, the root's own last. */
export function readWorkspace(root: string): Package[] {
  const { workspaces = [] }: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folders = workspaces
    .flatMap((pattern) => globSync(join(pattern, 'package.json'), { cwd: root }))
    .map((path) => dirname(path))
    .filter((folder) => existsSync(join(root, folder)));
  return [...folders.sort(), ''].map((folder) => readPackage(root, folder));
}

/** The package that a file stands in. */
export function packageOf(packages: readonly Package[], path: string): Package {
  const found = packages.find(({ folder }) => folder === '' || path.startsWith(`${folder}/`));
  if (found === undefined) throw new Error(`${path} stands in no package`);
  return found;
}

/** Whether a file serves tests or measurements alone. */
export function isTestSupport(packages: readonly Package[], path: string): boolean {
  if (TEST_FILES.some((pattern) => new RegExp(pattern).test(path))) return true;
  const { layer } = packageOf(packages, path);
  return layer !== undefined && TEST_LAYERS.includes(layer);
}

export const TEST_FILES = [
  '\\.spec\\.ts$',
  '/testing/',
  '/contract-suite(/|\\.ts$)',
  '-fixture\\.ts$',
  '/crash-writer\\.ts$',
];
