import { buildEvent, topics } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import type { Collections } from '../collections.ts';
import { rowsAfter } from '../user-list/list-rows.store.ts';

const ORIGIN = { correlationId: 'a-load', actor: 'operator' };
/** As many as go into the log at a time, by their size. */
const AT_A_TIME = 250;

/** What is to be published, each in the order in which it came about, as it would stand in the log. */
export interface Published {
  organisationIds: readonly string[];
  userIds: readonly string[];
  /** Its list goes in the order of its changes. */
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

/** Publishes what the copies and a list hold, as their owners would have told of it; answers how many records. */
export async function publishCopies(
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
