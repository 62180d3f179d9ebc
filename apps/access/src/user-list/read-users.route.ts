import { listedUsersPage } from '@gatehouse/contracts';
import { type Page, type PageRequest, type Route, route } from '@gatehouse/http';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { ownService } from '../services/acting-client.ts';
import type { Services } from '../services/services.store.ts';
import { headOf, type ListRow, lastRecord, recordsBetween } from './list-rows.store.ts';
import { recordsOf } from './listed-user.ts';
import type { ListCollections, UserLists } from './lists.read-model.ts';
import type { NoteWalk } from './note-walk.ts';
import { pageOfRange } from './ordered-range.ts';
import { statusKeyOf } from './user-list.ts';
import { usersQuery } from './users-query.ts';
import { type UsersWindow, windowOf, wordsOfWindow } from './users-window.domain.ts';

interface ReadUsersDependencies extends DirectoryProjections {
  services: Services;
  userLists: UserLists;
  noteWalk: NoteWalk;
  now: () => number;
  /** The widest filter. */
  usersWindowDays: number;
}

/** A page is a range of slots: nothing is counted, and nothing skipped. */
async function unfiltered(
  { lists, listRows }: ListCollections,
  noteWalk: NoteWalk,
  serviceId: string,
  { page, pageSize }: PageRequest,
): Promise<Page<ListRow>> {
  await noteWalk(lists, serviceId);
  const before = (page - 1) * pageSize;
  const slots = { first: before + 1, last: before + pageSize };
  // Read at once, so that the count is of the records that are shown.
  const [head, last, rows] = await Promise.all([
    headOf(listRows, serviceId),
    lastRecord(listRows, serviceId),
    Number.isSafeInteger(slots.last) ? recordsBetween(listRows, serviceId, slots) : [],
  ]);
  const numberOfPages = Math.ceil((last?.slot ?? 0) / pageSize);
  return { records: rows, members: { numberOfRecords: head?.records ?? 0, page, numberOfPages } };
}

async function filtered(
  { listRows }: ListCollections,
  serviceId: string,
  request: PageRequest,
  { status, window }: { status: 0 | 1 | undefined; window: UsersWindow },
): Promise<Page<ListRow>> {
  const keyOf = (updatedKey: string) => (status === undefined ? updatedKey : statusKeyOf(status, updatedKey));
  return pageOfRange(
    listRows,
    {
      where: { 'state.serviceId': serviceId },
      by: status === undefined ? 'updatedKey' : 'statusKey',
      after: keyOf(new Date(Math.ceil(window.from)).toISOString()),
      upTo: keyOf(`${new Date(Math.floor(window.to)).toISOString()}/~`),
    },
    request,
  );
}

/** GET /users: one record for each grant of the client's service; with `status`, `from` or `to` those of a window of time. */
export function readUsersRoute(dependencies: ReadUsersDependencies): Route {
  const { services, now, usersWindowDays: windowDays } = dependencies;
  return route({
    method: 'get',
    path: '/users',
    access: 'own-service',
    operationId: 'listUsers',
    summary: 'List the users of the service',
    described: {
      text: 'One record for each grant: a user who has access for two organisations is there twice, one who was invited without an organisation is not there. Deactivated users are. With `status`, `from` or `to` the answer has the records that changed in a window of at most 7 days (unless the platform sets another width). With one of `from` and `to` the window runs from or up to that; with neither it is the last one up to now.',
    },
    query: usersQuery({ now, windowDays }),
    resolve: ({ caller }) => ownService(services, caller),
    responses: { 200: listedUsersPage },
    async handle({ query }, { state: service }) {
      const { status, from, to } = query;
      const isFiltered = status !== undefined || from !== undefined || to !== undefined;
      const window = isFiltered ? windowOf({ from, to }, now(), windowDays) : undefined;
      // Rows and totals come from one generation, even if another becomes active meanwhile.
      const lists = await dependencies.userLists.current();
      const { records: rows, members } =
        window === undefined
          ? await unfiltered(lists, dependencies.noteWalk, service.id, query)
          : await filtered(lists, service.id, query, { status, window });
      const records = await recordsOf(dependencies, service, rows);
      const body = {
        users: records.flatMap(({ record }) => record ?? []),
        ...members,
        ...(window !== undefined && wordsOfWindow(window, windowDays)),
      };
      return { status: 200, body };
    },
  });
}
