import { buildEvent, topics } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import type { Collection, Document } from '@gatehouse/store';
import type { Collections } from '../stores/collections.ts';

const ORIGIN = { correlationId: 'a-load', actor: 'operator' };
/** As many as go into the log at a time, by their size. */
const AT_A_TIME = 250;

async function* inSteps<D extends Document>(collection: Collection<D>): AsyncGenerator<D[]> {
  for (let after = ''; ; ) {
    const where = { _id: { gt: after } };
    const found = await collection.find({ where, sort: [['_id', 1]], limit: AT_A_TIME });
    const last = found.at(-1);
    if (last === undefined) return;
    yield found;
    after = last._id;
  }
}

/** Publishes what the copies and lists hold, as their owners would have told of it; answers how many records. */
export async function publishCopies(
  eventLog: EventLog,
  { users, organisations, listRows }: Collections,
): Promise<number> {
  const publisher = await eventLog.publisher('a-load');
  let published = 0;
  async function publish(topic: string, events: { key: string; event: object }[]): Promise<void> {
    await publisher.publish(events.map(({ key, event }) => ({ topic, key, value: JSON.stringify(event) })));
    published += events.length;
  }
  for await (const some of inSteps(organisations)) {
    await publish(
      topics.organisations.name,
      some.map(({ state, entityVersion: version }) =>
        buildEvent('gatehouse.directory.organisation.v1', { version, state }, ORIGIN, version),
      ),
    );
  }
  for await (const some of inSteps(users)) {
    await publish(
      topics.users.name,
      some.map(({ state, entityVersion: version }) =>
        buildEvent('gatehouse.directory.user.v1', { version, state }, ORIGIN, version),
      ),
    );
  }
  for await (const some of inSteps(listRows)) {
    await publish(
      topics.grants.name,
      some.map(({ state, entityVersion: version }) =>
        buildEvent('gatehouse.access.grant.v1', { version, state }, ORIGIN, version),
      ),
    );
  }
  await publisher.close();
  return published;
}
