import { newId } from '@gatehouse/runtime';
import type { Write, WriteResult } from '@gatehouse/store';
import { afterAttempt, type DeliveryDocument, newDelivery } from '../delivery/delivery.ts';
import { deliveryWrites } from './delivery-writer.ts';

const schedule = { stepsS: [0, 60], random: () => 0.5 };
const NOW = 1_750_000_000_000;
const invitation = { actor: 'client:meals', causationId: 'invitation/1' };
const platform = { actor: 'platform' };

function delivery(): DeliveryDocument {
  const content = { kind: 'callback' as const, url: 'https://meals.example.org/', sub: newId() };
  const item = {
    id: newId(),
    at: new Date(NOW).toISOString(),
    causedBy: newId(),
    serviceId: newId(),
    correlationId: 'correlation-1',
    content: { ...content, audienceServiceId: newId(), sourceId: 'source-1' },
  };
  return { ...newDelivery(item, schedule, NOW), version: NOW };
}

function tried(first: DeliveryDocument): DeliveryDocument {
  const made = { startedAt: NOW, endedAt: NOW + 1, result: { kind: 'answered' as const, status: 204 } };
  return { ...afterAttempt(first, made, schedule), version: first.version + 1 };
}

type Answer = (writes: readonly Write<DeliveryDocument>[]) => WriteResult[] | Promise<WriteResult[]>;
const allWritten: Answer = (writes) => writes.map(() => ({ status: 'written' }));

function recording(...answers: Answer[]) {
  const calls: (readonly Write<DeliveryDocument>[])[] = [];
  const collection = {
    async writeMany(writes: readonly Write<DeliveryDocument>[]) {
      calls.push(writes);
      return (answers.shift() ?? allWritten)(writes);
    },
  };
  return { calls, writes: deliveryWrites(collection, () => NOW) };
}

const away: Answer = () => {
  throw new Error('away');
};

describe('deliveryWrites', () => {
  test('a new delivery and its first attempt are one insert, with one event by who caused it', async () => {
    const { calls, writes } = recording();
    const first = delivery();
    const begun = writes.begin({ document: first, origin: invitation });
    const written = writes.write({ previous: first, document: tried(first), origin: platform });
    expect(await begun).toEqual({ status: 'written' });
    expect(await written).toEqual({ status: 'written' });
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

  test('new deliveries go together once the last of their attempts has ended', async () => {
    const { calls, writes } = recording();
    const [one, other] = [delivery(), delivery()];
    const begun = [one, other].map((document) => writes.begin({ document, origin: invitation }));
    const answers = [one, other].map((previous) =>
      writes.write({ previous, document: tried(previous), origin: platform }),
    );
    await Promise.all([...begun, ...answers]);
    expect(calls.map(({ length }) => length)).toEqual([2]);
  });

  test('one whose attempt takes long stands as pending meanwhile, and the attempt is written upon it', async () => {
    const { calls, writes } = recording();
    const first = delivery();
    await writes.begin({ document: first, origin: invitation });
    await writes.write({ previous: first, document: tried(first), origin: platform });
    expect(calls).toMatchObject([
      [{ document: { state: { status: 'pending' } } }],
      [{ previous: { _id: first._id }, document: { state: { status: 'delivered' } } }],
    ]);
  });

  test('to settle is to write what has begun at once', async () => {
    const { calls, writes } = recording();
    const begun = writes.begin({ document: delivery(), origin: invitation });
    await writes.settle();
    expect(calls).toMatchObject([[{ document: { state: { status: 'pending' } } }]]);
    expect(await begun).toEqual({ status: 'written' });
    await writes.settle();
    expect(calls).toHaveLength(1);
  });

  test('an attempt that ends while its delivery is being inserted waits for that', async () => {
    const inserted = Promise.withResolvers<WriteResult[]>();
    const started = Promise.withResolvers<void>();
    const { calls, writes } = recording(() => {
      started.resolve();
      return inserted.promise;
    });
    const first = delivery();
    const begun = writes.begin({ document: first, origin: invitation });
    await started.promise;
    const written = writes.write({ previous: first, document: tried(first), origin: platform });
    inserted.resolve([{ status: 'written' }]);
    await Promise.all([begun, written]);
    expect(calls[1]?.[0]?.previous?._id).toBe(first._id);
  });

  test('what could not be inserted is inserted at the next try', async () => {
    const { calls, writes } = recording(away);
    const first = delivery();
    const begun = writes.begin({ document: first, origin: invitation });
    const attempt = { previous: first, document: tried(first), origin: platform };
    const settled = await Promise.allSettled([begun, writes.write(attempt)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await writes.write(attempt)).toEqual({ status: 'written' });
    expect(calls[1]?.[0]?.previous).toBeUndefined();
    expect(calls[1]?.[0]?.events[0]?.event.actor).toBe('client:meals');
  });

  test('that another made it is the answer to both', async () => {
    const { writes } = recording(() => [{ status: 'conflict' }]);
    const first = delivery();
    const begun = writes.begin({ document: first, origin: invitation });
    const written = writes.write({ previous: first, document: tried(first), origin: platform });
    expect(await Promise.all([begun, written])).toEqual([{ status: 'conflict' }, { status: 'conflict' }]);
  });
});
