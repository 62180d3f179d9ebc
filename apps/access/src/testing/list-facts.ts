import type { GrantState } from '@gatehouse/contracts';
import { StoreError } from '@gatehouse/store';
import { headOf, rowsAfter } from '../stores/list-rows.ts';
import type { ListCollections } from '../stores/user-lists.ts';
import { service } from './facts.ts';

/** A grant of a user, as of a version. */
export function grant(serviceId: string, user: number, version: number, isHeld: boolean): GrantState {
  const at = new Date(Date.UTC(2026, 0, 1) + version).toISOString();
  const key = { id: `${serviceId}:O:${user}`, serviceId, organisationId: 'O', userId: `${user}` };
  if (!isHeld) return { ...key, state: 'removed', removedAt: at };
  const terms = { roles: [], identifiers: [], membershipSince: 1, approvedAt: at, updatedAt: at };
  return { ...key, state: 'granted', ...terms };
}

/** Does a work again as long as the store fails for a while. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError && error.retryable)) throw error;
    }
  }
}

/** All rows of a list, in the order of their positions. */
export async function allRows(stored: ListCollections, serviceId: string) {
  const rows = [];
  for (let after = 0; ; ) {
    const some = await rowsAfter(stored.listRows, serviceId, after, 100);
    rows.push(...some);
    after = some.at(-1)?.position ?? 0;
    if (some.length < 100) return rows;
  }
}

/** What must hold of a list at rest, whoever wrote it and whatever broke meanwhile. */
export async function expectSound(
  stored: ListCollections,
  serviceId: string,
  versions: ReadonlyMap<string, { version: number; isHeld: boolean }>,
) {
  const rows = await allRows(stored, serviceId);
  expect(new Map(rows.map((row) => [row._id, row.entityVersion]))).toEqual(
    new Map([...versions].map(([id, { version }]) => [id, version])),
  );
  const records = rows.filter(({ place }) => place !== undefined);
  expect(records.map(({ _id }) => _id).toSorted()).toEqual(
    [...versions].flatMap(([id, { isHeld }]) => (isHeld ? id : [])).toSorted(),
  );
  expect((await headOf(stored.listRows, serviceId))?.records ?? 0).toBe(records.length);
  const taken = new Set(records.map(({ place }) => place));
  expect(taken.size).toBe(records.length);
}

/** A service as kept. */
export function documentOf(id: string) {
  return { _id: id, version: 1, clientIdKey: id, state: service({ id }) };
}
