import type { GrantState } from '@gatehouse/contracts';
import { FIRST_RUN } from '@gatehouse/read-models';
import { newId } from '@gatehouse/runtime';
import { StoreError } from '@gatehouse/store';
import type { Collections } from '../collections.ts';
import { headOf, rowsAfter } from '../user-list/list-rows.store.ts';
import type { ListCollections } from '../user-list/lists.read-model.ts';
import { createNoteWalk } from '../user-list/note-walk.ts';
import { createListProjections } from '../user-list/project-grants.ts';
import type { ProjectGrant } from '../user-list/service-queues.ts';
import { service } from './facts.ts';

/** A grant of a user at a version. */
export function grant(serviceId: string, user: number, version: number, isHeld: boolean): GrantState {
  const at = new Date(Date.UTC(2026, 0, 1) + version).toISOString();
  const key = { id: `${serviceId}:O:${user}`, serviceId, organisationId: 'O', userId: `${user}` };
  if (!isHeld) return { ...key, state: 'removed', removedAt: at };
  const terms = { roles: [], identifiers: [], membershipIncarnation: 1, approvedAt: at, updatedAt: at };
  const standing = { userStatus: 1, userUpdatedAt: at, membershipUpdatedAt: at } as const;
  return { ...key, state: 'granted', ...terms, ...standing };
}

/** The projections of one process, by run. */
export function projectionsOf(collections: Pick<Collections, 'userLists'>, now: () => number) {
  return createListProjections({ ...collections, noteWalk: createNoteWalk({ now, newId }), now });
}

/** The projection into the first generation of the lists. */
export function projectionOf(collections: Pick<Collections, 'userLists'>, now: () => number): ProjectGrant {
  return projectionsOf(collections, now)(FIRST_RUN);
}

/** Repeats some work for as long as the store fails with a retryable error. */
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

/** What must be true of a list once nothing is under way, whoever wrote it and whatever failed meanwhile. */
export async function expectSound(
  stored: ListCollections,
  serviceId: string,
  versions: ReadonlyMap<string, { version: number; isHeld: boolean }>,
) {
  const rows = await allRows(stored, serviceId);
  expect(new Map(rows.map((row) => [row._id, row.entityVersion]))).toEqual(
    new Map([...versions].map(([id, { version }]) => [id, version])),
  );
  const records = rows.filter(({ slot }) => slot !== undefined);
  expect(records.map(({ _id }) => _id).toSorted()).toEqual(
    [...versions].flatMap(([id, { isHeld }]) => (isHeld ? id : [])).toSorted(),
  );
  expect((await headOf(stored.listRows, serviceId))?.records ?? 0).toBe(records.length);
  const taken = new Set(records.map(({ slot }) => slot));
  expect(taken.size).toBe(records.length);
  expect(new Set(rows.map(({ position }) => position)).size).toBe(rows.length);
}

/** A service as it is stored. */
export function documentOf(id: string) {
  return { _id: id, version: 1, clientIdKey: id, state: service({ id }) };
}
