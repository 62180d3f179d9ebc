import { buildEvent, topics } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import type { Collections } from '../collections.ts';
import { rowsAfter } from '../user-list/list-rows.store.ts';

const ORIGIN = { correlationId: 'a-load', actor: 'operator' };
/** Limited by their size in the log. */
const AT_A_TIME = 250;

/** What is to be published, in the order that it would have in the log. */
export interface Published {
  organisationIds: readonly string[];
  userIds: readonly string[];
  /** The service whose grants are published, in the order of their changes. */
  serviceId: string;
}

async function* inSteps<D extends { _id: string }>(
  collection: { getMany(ids: readonly string[]): Promise<D[]> },
  ids: readonly string[],
): AsyncGenerator<D[]> {
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = ids.slice(from, from + AT_A_TIME);
    const found = new Map((await collection.getMany(some)).map((each) => [each._id, each]));
    yield some.flatMap((id) => found.get(id) ?? []);
  }
}

/** Publishes the contents of the projections and of a list, as their owners would have. Answers how many records. */
export async function publishProjections(
  eventLog: EventLog,
  { users, organisations, listRows }: Collections,
  { organisationIds, userIds, serviceId }: Published,
): Promise<number> {
  const publisher = await eventLog.publisher('a-load');
  let published = 0;
  async function publish(topic: string, events: { key: string; event: object }[]): Promise<void> {
    await publisher.publish(events.map(({ key, event }) => ({ topic, key, value: JSON.stringify(event) })));
    published += events.length;
  }
  for await (const some of inSteps(organisations, organisationIds)) {
    await publish(
      topics.organisations.name,
      some.map(({ state, entityVersion: version }) =>
        buildEvent('gatehouse.directory.organisation.v1', { version, state }, ORIGIN, version),
      ),
    );
  }
  for await (const some of inSteps(users, userIds)) {
    await publish(
      topics.users.name,
      some.map(({ state, entityVersion: version }) =>
        buildEvent('gatehouse.directory.user.v1', { version, state }, ORIGIN, version),
      ),
    );
  }
  for (let after = 0; ; ) {
    const some = await rowsAfter(listRows, serviceId, after, AT_A_TIME);
    const last = some.at(-1);
    if (last === undefined) break;
    await publish(
      topics.grants.name,
      some.map(({ state, entityVersion: version }) =>
        buildEvent('gatehouse.access.grant.v1', { version, state }, ORIGIN, version),
      ),
    );
    after = last.position;
  }
  await publisher.close();
  return published;
}
