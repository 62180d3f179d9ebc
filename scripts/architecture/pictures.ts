import type { ICruiseResult } from 'dependency-cruiser';
import { foldersOf, type Graph } from '../boundaries/cycles.ts';
import { isTestSupport, type Package, packageOf } from '../boundaries/workspace.ts';
import { pictureOf } from './picture.ts';

/** The layers of the workspace with their packages, by what production files import. */
function layersPicture(packages: readonly Package[], { modules }: ICruiseResult): string {
  const graph = new Map<string, Set<string>>();
  for (const { source, dependencies } of modules) {
    if (source.includes('node_modules/')) continue;
    const { layer: from } = packageOf(packages, source);
    if (from === undefined || isTestSupport(packages, source)) continue;
    const inside = dependencies.filter(({ resolved }) => /^(apps|libs)\//.test(resolved));
    const to = inside.flatMap(({ resolved }) => packageOf(packages, resolved).layer ?? []);
    graph.set(from, new Set([...(graph.get(from) ?? []), ...to.filter((layer) => layer !== from)]));
  }
  const labels = new Map(
    [...graph.keys()].map((layer) => {
      const names = packages
        .filter((one) => one.layer === layer)
        .map(({ folder }) => folder.split('/').at(-1));
      return [layer, `<b>${layer}</b><br/>${names.join('<br/>')}`];
    }),
  );
  return pictureOf(graph, labels);
}

/** An app's folders; its files above them in two boxes: those that put it together, and those that folders use. */
function folderPicture(graph: Graph): string {
  const isFile = (box: string) => !box.endsWith('/');
  const usedByFolders = new Set(
    [...graph].flatMap(([from, to]) => (isFile(from) ? [] : [...to].filter(isFile))),
  );
  const files = [...graph.keys()].filter(isFile);
  const isTop = (file: string) => files.includes(file) && !usedByFolders.has(file);
  const boxOf = (box: string) => (isFile(box) ? (isTop(box) ? 'top' : 'shared') : box);
  const boxes = new Map<string, Set<string>>();
  for (const [from, targets] of graph) {
    const to = [...targets].map(boxOf).filter((box) => box !== boxOf(from));
    boxes.set(boxOf(from), new Set([...(boxes.get(boxOf(from)) ?? []), ...to]));
  }
  const named = (top: boolean) =>
    files
      .filter((file) => isTop(file) === top)
      .sort()
      .join('<br/>');
  return pictureOf(
    boxes,
    new Map([
      ['top', named(true)],
      ['shared', named(false)],
    ]),
  );
}

/** The pictures of the architecture document, by name. */
export function pictures(packages: readonly Package[], cruised: ICruiseResult): Map<string, string> {
  const apps = packages.filter(({ layer }) => layer === 'app');
  return new Map([
    ['layers', layersPicture(packages, cruised)],
    ...apps.map(({ folder, ...app }): [string, string] => [
      folder.split('/').at(-1) ?? folder,
      folderPicture(foldersOf(packages, { folder, ...app }, cruised)),
    ]),
  ]);
}
