import type { Organisations } from '../organisations/organisations.store.ts';
import type { LinkRow } from './gias-links.ts';

/** A row and where it stands. */
export interface PlacedLink {
  line: number;
  row: LinkRow;
}

/** A file's links between organisations that are here, gathered by establishment. */
export interface LinkIntake {
  readonly ignored: number;
  readonly linkCount: number;
  /** Takes at most 100 rows. */
  take(rows: readonly PlacedLink[]): Promise<void>;
  /** A row of which nothing could be read. */
  missed(): void;
  /** The trusts' ids by the lines that link an establishment to them. */
  linksOf(urn: string): ReadonlyMap<string, number>;
  /** Whether the file says of a trust, wholly, which links it has. */
  tellsAllOf(trustId: string): boolean;
  urns(): Iterable<string>;
}

const NONE: ReadonlyMap<string, number> = new Map();

/**
 * Links to groups that are no organisations here are ignored; what is faulty is told to `reject`. A faulty row may hide
 * a link: then the file does not tell all of its trust, or, where even that is hidden, of any.
 */
export function createLinkIntake(
  organisations: Organisations,
  reject: (line: number, reason: string) => void,
): LinkIntake {
  const trustIds = new Map<string, string | undefined>();
  const byUrn = new Map<string, Map<string, number>>();
  const partlyTold = new Set<string>();
  let nothingIsWhole = false;
  let ignored = 0;
  let linkCount = 0;

  async function lookUp(uids: readonly string[]): Promise<void> {
    const unseen = [...new Set(uids)].filter((uid) => !trustIds.has(uid));
    if (unseen.length === 0) return;
    for (const uid of unseen) trustIds.set(uid, undefined);
    for (const { state } of await organisations.having('uid', unseen)) {
      if (state.uid !== undefined) trustIds.set(state.uid, state.id);
    }
  }

  /** Why the row is rejected, if it is. */
  function place({ urn, uid, faults, isTrust }: LinkRow, line: number): string | undefined {
    const trustId = uid === undefined ? undefined : trustIds.get(uid);
    if (trustId === undefined && isTrust !== true && (isTrust === false || uid !== undefined)) {
      ignored++;
      return undefined;
    }
    if (uid === undefined) nothingIsWhole = true;
    if (urn === undefined && trustId !== undefined) partlyTold.add(trustId);
    if (faults.length > 0) return faults.join('; ');
    if (trustId === undefined || urn === undefined) return `Group UID ${uid} is no organisation here`;
    const links = byUrn.get(urn) ?? new Map<string, number>();
    const earlier = links.get(trustId);
    if (earlier !== undefined) return `the same link is in line ${earlier} already`;
    byUrn.set(urn, links.set(trustId, line));
    linkCount++;
    return undefined;
  }

  return {
    get ignored() {
      return ignored;
    },
    get linkCount() {
      return linkCount;
    },
    async take(rows) {
      await lookUp(rows.flatMap(({ row }) => row.uid ?? []));
      for (const { line, row } of rows) {
        const reason = place(row, line);
        if (reason !== undefined) reject(line, reason);
      }
    },
    missed() {
      nothingIsWhole = true;
    },
    linksOf: (urn) => byUrn.get(urn) ?? NONE,
    // A file without a single link is a mistake rather than the end of all trusts.
    tellsAllOf: (trustId) => linkCount > 0 && !nothingIsWhole && !partlyTold.has(trustId),
    urns: () => byUrn.keys(),
  };
}
