import { randomUUIDv7 } from 'node:crypto';
import type { Origin } from '@gatehouse/contracts';
import { StoreError } from '@gatehouse/store';
import type { ClaimNumbers } from '../organisations/legacy-ids.store.ts';
import { reconcileOrganisation, withAuthority } from '../organisations/organisation.ts';
import type {
  OrganisationChange,
  OrganisationDocument,
  Organisations,
} from '../organisations/organisations.store.ts';
import type { Put } from '../records/put.ts';
import { countOutcome, type Reconciled } from './import-report.ts';
import type { ImportSource } from './import-source.ts';
import type { LocalAuthorities } from './local-authorities.ts';
import type { PlacedRow } from './row-intake.ts';

const ATTEMPTS = 20;

/** Ids that grow (UUIDv7): tens of thousands of random ones would touch every page of every index at each commit. */
function orderedId(): string {
  return randomUUIDv7().toUpperCase();
}

export interface ReconcilerOptions {
  source: ImportSource;
  organisations: Organisations;
  authorities: LocalAuthorities;
  claimLegacyIds: ClaimNumbers;
  origin: Origin;
  now: () => number;
  counts: Reconciled;
  reject: (line: number, reason: string) => void;
}

type Decided = { placed: PlacedRow; change: OrganisationChange; outcome: Put<unknown>['outcome'] };

/**
 * Brings at most 100 organisations in line with their rows: what is the same is not written, and every change is one
 * write with its event. Who loses a race is read and decided again.
 */
export function createReconciler(options: ReconcilerOptions): (rows: readonly PlacedRow[]) => Promise<void> {
  const { source, organisations, authorities, claimLegacyIds, origin, now, counts, reject } = options;

  function decide(
    { row }: PlacedRow,
    previous: OrganisationDocument | undefined,
    legacyId: number | undefined,
  ): { change: OrganisationChange; outcome: Put<unknown>['outcome'] } {
    const at = new Date(now()).toISOString();
    const current = previous?.state;
    const held = current?.associations ?? [];
    const authorityId = row.authority && authorities.idOf(row.authority.code);
    const associations = 'authority' in row ? withAuthority(held, authorityId) : held;
    const changes = legacyId === undefined ? row.changes : { ...row.changes, legacyId: String(legacyId) };
    const id = current?.id ?? orderedId();
    const { outcome, state } = reconcileOrganisation(current, id, changes, associations, at);
    return { change: { previous, state }, outcome };
  }

  /** Gives the rows whose write was superseded. */
  async function attempt(rows: readonly PlacedRow[]): Promise<PlacedRow[]> {
    const keys = rows.map(({ row }) => row.key);
    const found = await organisations.having(source.identifier, keys);
    const held = new Map(found.map((document) => [document.state[source.identifier], document]));
    const [known, unknown] = [
      rows.filter(({ row }) => held.has(row.key)),
      rows.filter(({ row }) => !held.has(row.key)),
    ];
    const fresh = unknown.filter(({ line, row }) => {
      if (!row.mayBeAdded) reject(line, 'created in error: there is nothing to add');
      return row.mayBeAdded;
    });
    const legacyIds = source.givesLegacyIds ? await claimLegacyIds(fresh.length) : [];
    const decided: Decided[] = [
      ...known.map((placed) => ({ placed, ...decide(placed, held.get(placed.row.key), undefined) })),
      ...fresh.map((placed, place) => ({ placed, ...decide(placed, undefined, legacyIds[place]) })),
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
      .filter(({ outcome }, place) => {
        const written = results[place]?.status === 'written';
        if (written) countOutcome(counts, outcome);
        return !written;
      })
      .map(({ placed }) => placed);
  }

  return async (rows) => {
    await authorities.ensure(rows.flatMap(({ row }) => row.authority ?? []));
    let open = [...rows];
    for (let tries = 0; open.length > 0; tries++) {
      if (tries === ATTEMPTS) throw new StoreError(`import: lost ${ATTEMPTS} races`, { retryable: true });
      open = await attempt(open);
    }
  };
}
