import type { OrganisationState, Origin } from '@gatehouse/contracts';
import { setAssociations, trustsOf, withTrusts } from '../organisations/organisation.ts';
import type { OrganisationDocument, Organisations } from '../organisations/organisations.store.ts';
import { SHOWN_IDS } from './import-report.ts';
import type { LinkIntake } from './link-intake.ts';
import { untilWritten } from './until-written.ts';

const BATCH = 100;
/** The outcome for links. */
export interface LinkCounts {
  created: number;
  unchanged: number;
  removed: number;
  missing: number;
  /** The first establishments that have links which are missing. */
  missingIds: string[];
}

export interface LinkReconcilerDependencies {
  intake: LinkIntake;
  organisations: Organisations;
  origin: Origin;
  now: () => number;
}

/**
 * Reconciles the trusts of every establishment with the file, one write with its event where anything changed. `onSeen`
 * gets the URN of each.
 */
export async function reconcileLinks(
  { intake, organisations, origin, now }: LinkReconcilerDependencies,
  onSeen: (urn: string) => void,
): Promise<LinkCounts> {
  const counts: LinkCounts = { created: 0, unchanged: 0, removed: 0, missing: 0, missingIds: [] };

  function decide(current: OrganisationState) {
    const named = [...intake.linksOf(current.urn ?? '').keys()];
    const stays = (trustId: string) => !intake.isComplete(trustId);
    const associations = withTrusts(current.associations, named, stays);
    return setAssociations(current, associations, new Date(now()).toISOString());
  }

  function count(before: OrganisationState, after: OrganisationState): void {
    const previous = new Set(trustsOf(before.associations));
    const named = intake.linksOf(before.urn ?? '');
    const kept = trustsOf(after.associations);
    counts.created += kept.filter((id) => !previous.has(id)).length;
    counts.unchanged += kept.filter((id) => previous.has(id) && named.has(id)).length;
    const missing = kept.filter((id) => !named.has(id)).length;
    counts.missing += missing;
    if (missing > 0 && counts.missingIds.length < SHOWN_IDS) counts.missingIds.push(after.id);
    counts.removed += [...previous].filter((id) => !kept.includes(id)).length;
  }

  /** Gives the URNs whose write lost a race. */
  async function attempt(urns: readonly string[]): Promise<string[]> {
    const changes: { previous: OrganisationDocument; state: OrganisationState }[] = [];
    for (const previous of await organisations.having('urn', urns)) {
      const { outcome, state } = decide(previous.state);
      if (outcome === 'unchanged') count(previous.state, previous.state);
      else changes.push({ previous, state });
    }
    const results = await organisations.writeMany(changes, origin);
    return changes.flatMap(({ previous, state }, index) => {
      if (results[index]?.status !== 'written') return previous.state.urn ?? [];
      count(previous.state, state);
      return [];
    });
  }

  for await (const page of organisations.allWith('urn', BATCH)) {
    const changing: string[] = [];
    for (const state of page) {
      const urn = state.urn ?? '';
      onSeen(urn);
      if (decide(state).outcome === 'unchanged') count(state, state);
      else changing.push(urn);
    }
    await untilWritten(changing, attempt);
  }
  return counts;
}
