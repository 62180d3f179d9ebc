import { type UserChange, userChanges } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { newId, type Sealer } from '@gatehouse/runtime';
import { z } from 'zod';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { ownService } from '../services/acting-client.ts';
import type { Services } from '../services/services.store.ts';
import { openCursor, sealCursor } from './changes-cursor.ts';
import { rowsAfter } from './list-rows.store.ts';
import { type RowWithRecord, recordsOf } from './listed-user.ts';
import type { UserLists } from './lists.read-model.ts';
import { epochOf } from './lists.store.ts';
import { recordUpdatedAt } from './user-list.ts';

const MOST_CHANGES = 500;

interface ReadUserChangesDependencies extends DirectoryProjections {
  services: Services;
  userLists: UserLists;
  sealer: Sealer;
  now: () => number;
}

/** A grant whose record is about to be removed is left out: its removal is a change of its own. */
function changeOf({ row: { state }, record, isKnown }: RowWithRecord): UserChange[] {
  const { userId, organisationId } = state;
  if (state.state === 'removed') {
    return [{ type: 'removed', at: state.removedAt, userId, organisationId, record: null }];
  }
  // A projection that is being rebuilt may lack it.
  if (!isKnown) throw unavailable();
  if (record === undefined) return [];
  return [{ type: 'changed', at: recordUpdatedAt(state), userId, organisationId, record }];
}

/** GET /users/changes: the grants of the client's service that changed after a cursor, each at its latest state. */
export function readUserChangesRoute(dependencies: ReadUserChangesDependencies): Route {
  const { services, userLists, sealer, now } = dependencies;
  return route({
    method: 'get',
    path: '/users/changes',
    access: 'own-service',
    operationId: 'listUserChanges',
    summary: 'List what changed among the users of the service',
    described: {
      text: 'For clients that keep a copy of their users: call with the cursor of the last answer, take in what changed, and keep the new cursor. Removals and deactivations are among the changes. A change is one of a user’s access for an organisation: a person who was invited without an organisation is not in the list.',
      refusals: { gone: 'The cursor is from before a rebuild of the list. Begin again without one.' },
    },
    query: z.object({
      since: z
        .string()
        .describe('`next` of the last answer. Left out: everything, from the beginning.')
        .optional(),
    }),
    resolve: ({ caller }) => ownService(services, caller),
    responses: { 200: userChanges },
    async handle({ query: { since } }, { state: service }) {
      const { lists, listRows } = await userLists.current();
      const epoch = await epochOf({ lists, now, newId }, service.id);
      const after = since === undefined ? 0 : openCursor(sealer, service.id, since, epoch);
      const found = await rowsAfter(listRows, service.id, after, MOST_CHANGES + 1);
      const rows = found.slice(0, MOST_CHANGES);
      const records = await recordsOf(dependencies, service, rows);
      const position = rows.at(-1)?.position ?? after;
      const body = {
        changes: records.flatMap(changeOf),
        next: sealCursor(sealer, service.id, { epoch, position }),
        more: found.length > rows.length,
      };
      return { status: 200, body };
    },
  });
}
