import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OrganisationState, Origin } from '@gatehouse/contracts';
import { StoreError } from '@gatehouse/store';
import { tieOrganisation, trustsOf, withTrusts } from '../organisations/organisation.ts';
import type { OrganisationDocument, Organisations } from '../organisations/organisations.store.ts';
import { SHOWN_IDS } from './import-report.ts';
import type { LinkIntake } from './link-intake.ts';

const BATCH = 100;
const ATTEMPTS = 20;

/** What became of links. */
export interface LinkCounts {
  created: number;
  unchanged: number;
  removed: number;
  missing: number;
  /** The first establishments that have links which are missing. */
  missingIds: string[];
}

export interface LinkReconcilerOptions {
  intake: LinkIntake;
  organisations: Organisations;
  origin: Origin;
  now: () => number;
}

/**
 * Walks through all establishments and brings the ties of each with trusts in line, one write with its event where
 * anything changed. `met` is told the URN of each.
 */
export async function reconcileLinks(
  { intake, organisations, origin, now }: LinkReconcilerOptions,
  met: (urn: string) => void,
): Promise<LinkCounts> {
  const counts: LinkCounts = { created: 0, unchanged: 0, removed: 0, missing: 0, missingIds: [] };

  function decide(current: OrganisationState) {
    const named = [...intake.linksOf(current.urn ?? '').keys()];
    const stays = (trustId: string) => !intake.tellsAllOf(trustId);
    const associations = withTrusts(current.associations, named, stays);
    return tieOrganisation(current, associations, new Date(now()).toISOString());
  }

  function count(before: OrganisationState, after: OrganisationState): void {
    const held = new Set(trustsOf(before.associations));
    const named = intake.linksOf(before.urn ?? '');
    const kept = trustsOf(after.associations);
    counts.created += kept.filter((id) => !held.has(id)).length;
    counts.unchanged += kept.filter((id) => held.has(id) && named.has(id)).length;
    const missing = kept.filter((id) => !named.has(id)).length;
    counts.missing += missing;
    if (missing > 0 && counts.missingIds.length < SHOWN_IDS) counts.missingIds.push(after.id);
    counts.removed += [...held].filter((id) => !kept.includes(id)).length;
  }

  /** Gives the URNs whose write was superseded. */
  async function attempt(urns: readonly string[]): Promise<string[]> {
    const changes: { previous: OrganisationDocument; state: OrganisationState }[] = [];
    for (const previous of await organisations.having('urn', urns)) {
      const { outcome, state } = decide(previous.state);
      if (outcome === 'unchanged') count(previous.state, previous.state);
      else changes.push({ previous, state });
    }
    const results = await organisations.writeMany(changes, origin);
    return changes.flatMap(({ previous, state }, place) => {
      if (results[place]?.status !== 'written') return previous.state.urn ?? [];
      count(previous.state, state);
      return [];
    });
  }

  async function write(urns: readonly string[]): Promise<void> {
    let open = [...urns];
    for (let tries = 0; open.length > 0; tries++) {
      if (tries === ATTEMPTS) throw new StoreError(`import: lost ${ATTEMPTS} races`, { retryable: true });
      open = await attempt(open);
    }
  }

  for (let after = ''; ; ) {
    const page = await organisations.following('urn', after, BATCH);
    const changing: string[] = [];
    for (const state of page) {
      const urn = state.urn ?? '';
      met(urn);
      if (decide(state).outcome === 'unchanged') count(state, state);
      else changing.push(urn);
    }
    await write(changing);
    after = page.at(-1)?.urn ?? '';
    if (page.length < BATCH) return counts;
    // On the embedded engine nothing of this waits for I/O.
    await nextTurn();
  }
}
