import type { ICruiseResult } from 'dependency-cruiser';
import type { Fault } from './declared-dependencies.ts';
import { isTestSupport, type Package } from './workspace.ts';

/** What each node leads to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The edges of a graph that lead back to where they came from, by way of whatever nodes. */
function cyclicEdges(graph: Graph): [from: string, to: string][] {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    from === to ||
    [...(graph.get(from) ?? [])].some((next) => !seen.has(next) && reaches(next, to, seen.add(next)));
  return [...graph].flatMap(([from, targets]) =>
    [...targets].filter((to) => reaches(to, from)).map((to): [string, string] => [from, to]),
  );
}

/** The folder of an app that a file stands in, or the file itself where it stands above them. */
function boxOf(app: Package, path: string): string {
  const [first = '', ...rest] = path.slice(`${app.folder}/src/`.length).split('/');
  return rest.length === 0 ? first : `${first}/`;
}

/** Which folders of an app import which, by its production files. */
export function foldersOf(packages: readonly Package[], app: Package, { modules }: ICruiseResult): Graph {
  const isOwn = (path: string) =>
    path.startsWith(`${app.folder}/src/`) &&
    !isTestSupport(packages, path) &&
    !path.includes('node_modules/');
  const graph = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules.filter((module) => isOwn(module.source))) {
    const from = boxOf(app, source);
    const to = dependencies
      .filter(({ resolved }) => isOwn(resolved))
      .map(({ resolved }) => boxOf(app, resolved));
    graph.set(from, new Set([...(graph.get(from) ?? []), ...to.filter((box) => box !== from)]));
  }
  return graph;
}

/** Folders of an app that import one another, and packages that depend on one another. */
export function cycleFaults(packages: readonly Package[], cruised: ICruiseResult): Fault[] {
  const fault = (rule: string, folder: string, edges: readonly [string, string][]): Fault[] =>
    edges.map(([from, to]) => ({ rule, from: `${folder}${from}`, to: `${folder}${to}` }));
  const apps = packages.filter(({ folder }) => folder.startsWith('apps/'));
  const names = new Set(packages.map(({ name }) => name));
  const depends = packages.map(
    ({ name, dependencies, devDependencies }) =>
      [
        name,
        new Set(Object.keys({ ...dependencies, ...devDependencies }).filter((one) => names.has(one))),
      ] as const,
  );
  return [
    ...apps.flatMap((app) =>
      fault('folder-cycle', `${app.folder}/src/`, cyclicEdges(foldersOf(packages, app, cruised))),
    ),
    ...fault('package-cycle', '', cyclicEdges(new Map(depends))),
  ];
}
