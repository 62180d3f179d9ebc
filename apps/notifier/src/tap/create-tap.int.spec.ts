import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { createTap } from './create-tap.ts';
import { polled } from './listener.domain.ts';
import { listeners as listenersDeclaration } from './listeners.store.ts';
import { tappedAfter, tapped as tappedDeclaration } from './tapped.store.ts';

const SERVICE = newId();
const now = () => Date.now();
let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tap-'));
  const collections = [listenersDeclaration, tappedDeclaration];
  store = await openStore({ url: 'sqlite:', dataDir, name: 'notifier', collections, now });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

const callback = (serviceId = SERVICE) => ({
  ...{ kind: 'callback' as const, id: newId(), at: new Date().toISOString(), correlationId: 'C', serviceId },
  ...{ url: 'https://meals.example.org/', body: { sub: newId(), sourceId: 'S' } },
});

/** What each of some instances taps with, on one store; and whom they woke. */
function instances(count: number) {
  const listeners = store.collection(listenersDeclaration);
  const tapped = store.collection(tappedDeclaration);
  const woken: string[] = [];
  const wake = (serviceId: string) => void woken.push(serviceId);
  const taps = Array.from({ length: count }, () => createTap({ listeners, tapped, wake, now }));
  return { listeners, tapped, woken, taps };
}

async function listen(listeners: ReturnType<typeof instances>['listeners'], polledAt: number, head = 0) {
  const document = { _id: SERVICE, version: 1, ...polled(undefined, { wanted: ['*'], head, now: polledAt }) };
  await listeners.write({ document, events: [] });
}

test('instances that tap at the same time leave no gap, repeat nothing, and follow what was taken', async () => {
  const { listeners, tapped, taps, woken } = instances(3);
  await listen(listeners, now(), 40);
  const made = Array.from({ length: 60 }, () => callback());
  // Each is read by two instances.
  await Promise.all(made.flatMap((each, n) => [taps[n % 3]?.made(each), taps[(n + 1) % 3]?.made(each)]));
  const found = await tappedAfter(tapped, SERVICE, 0, 1_000);
  expect(found.map(({ position }) => position)).toEqual(made.map((_, n) => n + 41));
  expect(new Set(found.map(({ _id }) => _id))).toEqual(new Set(made.map(({ id }) => id)));
  expect(new Set(woken)).toEqual(new Set([SERVICE]));
});

test('nothing is tapped for who listens no more, or never did', async () => {
  const { listeners, tapped, taps, woken } = instances(1);
  await listen(listeners, now() - 90_000);
  await Promise.all([taps[0]?.made(callback()), taps[0]?.made(callback(newId()))]);
  expect([await tapped.count(), woken]).toEqual([0, []]);
});
