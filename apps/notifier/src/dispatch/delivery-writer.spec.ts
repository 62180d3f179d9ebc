import { newId } from '@gatehouse/runtime';
import { StoreError, type Write, type WriteResult } from '@gatehouse/store';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { newDelivery } from '../delivery/delivery.ts';
import { schedulesWith } from '../delivery/schedule.domain.ts';
import { kinds } from '../kinds.ts';
import { deliveryWriter } from './delivery-writer.ts';

const schedules = schedulesWith([0, 60], () => 0.5);
const NOW = 1_750_000_000_000;
const invitation = { actor: 'client:meals', causationId: 'invitation/1' };
const answered = { startedAt: NOW, endedAt: NOW + 1, result: { kind: 'answered' as const, status: 204 } };

function delivery(): DeliveryDocument {
  const message = {
    kind: 'callback' as const,
    id: newId(),
    at: new Date(NOW).toISOString(),
    serviceId: newId(),
    correlationId: 'correlation-1',
    url: 'https://meals.example.org/',
    body: { sub: newId(), sourceId: 'source-1' },
  };
  const listed = { message, causedBy: newId(), listedAt: 1 };
  return { ...newDelivery(listed, { kinds, schedules }, NOW), version: NOW };
}

type Answer = (writes: readonly Write<DeliveryDocument>[]) => WriteResult[] | Promise<WriteResult[]>;
const allWritten: Answer = (writes) => writes.map(() => ({ status: 'written' }));

/** A writer upon a store that gives these answers, then writes all; `calls`: what it was given, single writes too. */
function recording(...answers: Answer[]) {
  const calls: (readonly Write<DeliveryDocument>[])[] = [];
  const stored = new Map<string, DeliveryDocument>();
  async function writeMany(writes: readonly Write<DeliveryDocument>[]): Promise<WriteResult[]> {
    calls.push(writes);
    const results = await (answers.shift() ?? allWritten)(writes);
    for (const [index, { document }] of writes.entries()) {
      if (results[index]?.status === 'written') stored.set(document._id, document);
    }
    return results;
  }
  const collection = {
    name: 'deliveries',
    get: async (id: string) => stored.get(id),
    write: async (write: Write<DeliveryDocument>) => (await writeMany([write]))[0],
    writeMany,
  } as Deliveries;
  const { signal: stopping } = new AbortController();
  return { calls, stored, writer: deliveryWriter({ collection, schedules, now: () => NOW, stopping }) };
}

const away: Answer = () => {
  throw new StoreError('away', { retryable: true });
};

describe('a new delivery whose first attempt has begun', () => {
  test('is one insert with the attempt, with one event by who caused it', async () => {
    const { calls, writer } = recording();
    const first = delivery();
    const { inserted, record } = writer.insertWithAttempt(first, invitation);
    const recorded = record(first, answered);
    expect(await inserted).toEqual({ status: 'written' });
    expect((await recorded)?.state.status).toBe('delivered');
    expect(calls).toMatchObject([[{ document: { state: { status: 'delivered' } } }]]);
    const [insert] = calls[0] ?? [];
    expect(insert?.previous).toBeUndefined();
    expect(insert?.events).toHaveLength(1);
    expect(insert?.events[0]?.event).toMatchObject({
      actor: 'client:meals',
      causationid: 'invitation/1',
      data: { state: { status: 'delivered', attempts: [{ status: 204 }] } },
    });
  });

  test('goes with others once the last of their attempts has ended', async () => {
    const { calls, writer } = recording();
    const begun = [delivery(), delivery()].map((each) => ({
      each,
      ...writer.insertWithAttempt(each, invitation),
    }));
    await Promise.all(begun.map(({ each, record }) => record(each, answered)));
    await Promise.all(begun.map(({ inserted }) => inserted));
    expect(calls.map(({ length }) => length)).toEqual([2]);
  });

  test('is pending meanwhile if the attempt takes long, and the attempt is written upon it', async () => {
    const { calls, writer } = recording();
    const first = delivery();
    const { inserted, record } = writer.insertWithAttempt(first, invitation);
    await inserted;
    await record(first, answered);
    expect(calls).toMatchObject([
      [{ document: { state: { status: 'pending' } } }],
      [{ previous: { _id: first._id }, document: { state: { status: 'delivered' } } }],
    ]);
  });

  test('is inserted at once by a flush', async () => {
    const { calls, writer } = recording();
    const { inserted } = writer.insertWithAttempt(delivery(), invitation);
    await writer.flush();
    expect(calls).toMatchObject([[{ document: { state: { status: 'pending' } } }]]);
    expect(await inserted).toEqual({ status: 'written' });
    await writer.flush();
    expect(calls).toHaveLength(1);
  });

  test('has an attempt wait that ends while it is being inserted', async () => {
    const insertion = Promise.withResolvers<WriteResult[]>();
    const started = Promise.withResolvers<void>();
    const { calls, writer } = recording(() => {
      started.resolve();
      return insertion.promise;
    });
    const first = delivery();
    const { inserted, record } = writer.insertWithAttempt(first, invitation);
    await started.promise;
    const recorded = record(first, answered);
    insertion.resolve([{ status: 'written' }]);
    await Promise.all([inserted, recorded]);
    expect(calls[1]?.[0]?.previous?._id).toBe(first._id);
  });

  test('that could not be inserted is inserted with its attempt at the next try', async () => {
    const { calls, writer } = recording(away);
    const first = delivery();
    const { inserted, record } = writer.insertWithAttempt(first, invitation);
    const recorded = record(first, answered);
    await expect(inserted).rejects.toThrow('away');
    expect((await recorded)?.state.status).toBe('delivered');
    expect(calls[1]?.[0]?.previous).toBeUndefined();
    expect(calls[1]?.[0]?.events[0]?.event.actor).toBe('client:meals');
  });

  test('that another made has the attempt recorded upon what is there', async () => {
    const { calls, stored, writer } = recording(() => [{ status: 'conflict' }]);
    const first = delivery();
    stored.set(first._id, { ...first, version: NOW + 7 });
    const { inserted, record } = writer.insertWithAttempt(first, invitation);
    const recorded = record(first, answered);
    expect(await inserted).toEqual({ status: 'conflict' });
    expect((await recorded)?.state.status).toBe('delivered');
    expect(calls[1]).toMatchObject([
      { previous: { version: NOW + 7 }, events: [{ event: { actor: 'platform' } }] },
    ]);
  });
});

describe('an attempt at a delivery in the store', () => {
  test('is tried again until the store is back, and recorded once', async () => {
    const { calls, writer } = recording(away);
    const first = delivery();
    expect((await writer.record(first, answered))?.state.attempts).toHaveLength(1);
    expect(calls.map(([write]) => write?.previous?._id)).toEqual([first._id, first._id]);
  });

  test('that was recorded by a write whose answer was lost is not recorded again', async () => {
    const { calls, stored, writer } = recording((writes) => {
      for (const { document } of writes) stored.set(document._id, document);
      return [{ status: 'conflict' }];
    });
    expect((await writer.record(delivery(), answered))?.state.attempts).toHaveLength(1);
    expect(calls).toHaveLength(1);
  });

  test('whose delivery is no more is dropped', async () => {
    const { writer } = recording(() => [{ status: 'conflict' }]);
    expect(await writer.record(delivery(), answered)).toBeUndefined();
  });
});
