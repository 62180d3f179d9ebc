import { randomUUIDv7 } from 'node:crypto';
import type { Origin } from '@gatehouse/contracts';
import type { AllocateNumbers } from '../organisations/legacy-ids.store.ts';
import { reconcileOrganisation, withAuthority } from '../organisations/organisation.ts';
import type {
  OrganisationChange,
  OrganisationDocument,
  Organisations,
} from '../organisations/organisations.store.ts';
import type { Put } from '../resources/put.domain.ts';
import { countOutcome, type Reconciled } from './import-report.ts';
import type { ImportSource } from './import-source.ts';
import type { LocalAuthorities } from './local-authorities.ts';
import type { OrganisationAtLine } from './row-intake.ts';
import { untilWritten } from './until-written.ts';

/** Ids in order (UUIDv7): tens of thousands of random ones would touch every page of every index at each commit. */
function orderedId(): string {
  return randomUUIDv7().toUpperCase();
}

export interface ReconcilerDependencies {
  source: ImportSource;
  organisations: Organisations;
  authorities: LocalAuthorities;
  allocateLegacyIds: AllocateNumbers;
  origin: Origin;
  now: () => number;
  counts: Reconciled;
  reject: (line: number, reason: string) => void;
}

type Decided = { at: OrganisationAtLine; change: OrganisationChange; outcome: Put<unknown>['outcome'] };

/**
 * Reconciles at most 100 organisations with their rows: the same is not written, and every change is one write with its
 * event. What loses a race is read and decided again.
 */
export function createReconciler(
  dependencies: ReconcilerDependencies,
): (rows: readonly OrganisationAtLine[]) => Promise<void> {
  const { source, organisations, authorities, allocateLegacyIds, origin, now, counts, reject } = dependencies;

  function decide(
    { row }: OrganisationAtLine,
    previous: OrganisationDocument | undefined,
    legacyId: number | undefined,
  ): { change: OrganisationChange; outcome: Put<unknown>['outcome'] } {
    const at = new Date(now()).toISOString();
    const current = previous?.state;
    const associated = current?.associations ?? [];
    const authorityId = row.authority && authorities.idOf(row.authority.code);
    const associations = 'authority' in row ? withAuthority(associated, authorityId) : associated;
    const changes = legacyId === undefined ? row.changes : { ...row.changes, legacyId: String(legacyId) };
    const id = current?.id ?? orderedId();
    const { outcome, state } = reconcileOrganisation(current, id, changes, associations, at);
    return { change: { previous, state }, outcome };
  }

  /** Gives the rows whose write lost a race. */
  async function attempt(rows: readonly OrganisationAtLine[]): Promise<OrganisationAtLine[]> {
    const keys = rows.map(({ row }) => row.key);
    const found = await organisations.having(source.identifier, keys);
    const stored = new Map(found.map((document) => [document.state[source.identifier], document]));
    const [known, unknown] = [
      rows.filter(({ row }) => stored.has(row.key)),
      rows.filter(({ row }) => !stored.has(row.key)),
    ];
    const fresh = unknown.filter(({ line, row }) => {
      if (!row.mayBeAdded) reject(line, 'created in error: there is nothing to add');
      return row.mayBeAdded;
    });
    const legacyIds = source.givesLegacyIds ? await allocateLegacyIds(fresh.length) : [];
    const decided: Decided[] = [
      ...known.map((at) => ({ at, ...decide(at, stored.get(at.row.key), undefined) })),
      ...fresh.map((at, index) => ({ at, ...decide(at, undefined, legacyIds[index]) })),
    ];
    const [same, changed] = [
      decided.filter(({ outcome }) => outcome === 'unchanged'),
      decided.filter(({ outcome }) => outcome !== 'unchanged'),
    ];
    counts.unchanged += same.length;
    const results = await organisations.writeMany(
      changed.map(({ change }) => change),
      origin,
    );
    return changed
      .filter(({ outcome }, index) => {
        const written = results[index]?.status === 'written';
        if (written) countOutcome(counts, outcome);
        return !written;
      })
      .map(({ at }) => at);
  }

  return async (rows) => {
    await authorities.ensure(rows.flatMap(({ row }) => row.authority ?? []));
    await untilWritten(rows, attempt);
  };
}
