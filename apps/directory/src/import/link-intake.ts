import type { Organisations } from '../organisations/organisations.store.ts';
import type { LinkRow } from './gias-links.ts';

/** A row, and the line where it begins. */
export interface LinkAtLine {
  line: number;
  row: LinkRow;
}

/** A file's links between stored organisations, by establishment. */
export interface LinkIntake {
  readonly ignored: number;
  /** Takes at most 100 rows. */
  take(rows: readonly LinkAtLine[]): Promise<void>;
  /** Takes a row that could not be read at all. */
  takeUnreadable(): void;
  /** The ids of the trusts that an establishment is linked to, with the line of each. */
  linksOf(urn: string): ReadonlyMap<string, number>;
  /** Whether the file has every link of a trust. */
  isComplete(trustId: string): boolean;
  urns(): Iterable<string>;
}

const NONE: ReadonlyMap<string, number> = new Map();

/**
 * Links to groups that are not stored are ignored; faults go to `reject`. A faulty row may hide a link: then the file is
 * not complete for its trust or, where the row does not name one, for any.
 */
export function createLinkIntake(
  organisations: Organisations,
  reject: (line: number, reason: string) => void,
): LinkIntake {
  const trustIds = new Map<string, string | undefined>();
  const byUrn = new Map<string, Map<string, number>>();
  const incomplete = new Set<string>();
  let noneIsComplete = false;
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

  /** Gives the reason where the row is rejected. */
  function takeRow({ urn, uid, faults, isTrust }: LinkRow, line: number): string | undefined {
    const trustId = uid === undefined ? undefined : trustIds.get(uid);
    if (trustId === undefined && isTrust !== true && (isTrust === false || uid !== undefined)) {
      ignored++;
      return undefined;
    }
    if (uid === undefined) noneIsComplete = true;
    if (urn === undefined && trustId !== undefined) incomplete.add(trustId);
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
    async take(rows) {
      await lookUp(rows.flatMap(({ row }) => row.uid ?? []));
      for (const { line, row } of rows) {
        const reason = takeRow(row, line);
        if (reason !== undefined) reject(line, reason);
      }
    },
    takeUnreadable() {
      noneIsComplete = true;
    },
    linksOf: (urn) => byUrn.get(urn) ?? NONE,
    // A file without a single link is a mistake rather than the end of all trusts.
    isComplete: (trustId) => linkCount > 0 && !noneIsComplete && !incomplete.has(trustId),
    urns: () => byUrn.keys(),
  };
}
