import type { Graph } from '../boundaries/cycles.ts';

/** Whether a graph leads from one node to another. */
function leadsTo(graph: Graph, from: string, to: string, seen = new Set<string>()): boolean {
  return [...(graph.get(from) ?? [])].some(
    (next) => next === to || (!seen.has(next) && leadsTo(graph, next, to, seen.add(next))),
  );
}

/** The edges of a graph for which no longer way stands; those of a cycle are all kept. */
function shortestEdges(graph: Graph): [from: string, to: string][] {
  return [...graph].flatMap(([from, targets]) =>
    [...targets]
      .filter(
        (to) =>
          leadsTo(graph, to, from) ||
          ![...targets].some((other) => other !== to && leadsTo(graph, other, to)),
      )
      .map((to): [string, string] => [from, to]),
  );
}

/** A graph as mermaid text: who imports stands above what is imported; what follows from other edges is left out. */
export function pictureOf(graph: Graph, labels: ReadonlyMap<string, string> = new Map()): string {
  const names = [...new Set([...graph.keys(), ...[...graph.values()].flatMap((to) => [...to])])].sort();
  const idOf = (name: string) => `n${names.indexOf(name)}`;
  const edges = shortestEdges(graph).map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`);
  return [
    'flowchart TD',
    ...names.map((name) => `  ${idOf(name)}["${labels.get(name) ?? name}"]`),
    ...edges.sort(),
  ].join('\n');
}
