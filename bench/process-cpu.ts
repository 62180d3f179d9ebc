import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second, whatever its own tick is. */
const MS_PER_TICK = 10;

/** Processes whose CPU is measured, by name. */
export type Measured = Readonly<Record<string, readonly number[]>>;

/** The members of `/proc/<pid>/stat` after the name, which may itself hold spaces and brackets. */
function statOf(pid: number | string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** A process and all that it started. */
export function withChildren(pid: number): number[] {
  const children = Map.groupBy(
    readdirSync('/proc').filter((name) => /^\d+$/.test(name)),
    (child) => Number(statOf(child)?.[1]),
  );
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []).map(Number));
  return found;
}

/** The CPU that the processes have used since they started, user and system, in milliseconds. */
export function cpuMsOf(measured: Measured): Map<string, number> {
  return new Map(
    Object.entries(measured).map(([name, pids]) => {
      const ticks = pids.map((pid) => {
        const stat = statOf(pid) ?? [];
        // The last two are of its children that have ended.
        return stat.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
      });
      return [name, MS_PER_TICK * ticks.reduce((sum, each) => sum + each, 0)];
    }),
  );
}

/** What the processes have used since `before`, each and in all. */
export function cpuSince(before: ReadonlyMap<string, number>, measured: Measured) {
  const each = [...cpuMsOf(measured)].map(([name, ms]) => [name, ms - (before.get(name) ?? 0)] as const);
  return { each, total: each.reduce((sum, [, ms]) => sum + ms, 0) };
}
