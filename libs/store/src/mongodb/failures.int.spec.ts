import { type BreakableProxy, breakableProxy } from '@gatehouse/testing';
import { COLLECTIONS, eventOf, PEOPLE, type Person } from '../contract-suite/fixture.ts';
import { openStore } from '../open-store.ts';
import type { Collection, Store } from '../port.ts';
import { mongodbFixture } from './testing/mongodb-fixture.ts';
import { onMongodb } from './testing/on-mongodb.ts';

/** A call ends within some three seconds, where the driver by itself would wait for thirty, or for ever. */
const NO_HANG_MS = 25_000;

await onMongodb('a MongoDB that fails', (url) => {
  let fixture: ReturnType<typeof mongodbFixture>;
  let proxy: BreakableProxy;
  let store: Store;
  let people: Collection<Person>;
  const ada = { _id: 'A', version: 1, name: 'Ada' };

  beforeEach(async () => {
    fixture = mongodbFixture(url);
    const { hostname, port } = new URL(url.replace(/,[^/]*/, ''));
    proxy = await breakableProxy({ host: hostname, port: Number(port || 27_017) });
    store = await fixture.openAt(throughProxy(), COLLECTIONS);
    people = store.collection(PEOPLE);
    await people.write({ document: ada, events: [eventOf('A', 1)] });
  });
  afterEach(async () => {
    await proxy.heal();
    await fixture.destroy();
    await proxy.close();
  });

  function throughProxy(): string {
    const [, user = '', query = ''] = /^mongodb:\/\/([^/?]*@)?[^/?]*(?:\/[^?]*)?(?:\?(.*))?$/.exec(url) ?? [];
    const options = new URLSearchParams(query);
    options.delete('replicaSet');
    options.set('directConnection', 'true');
    return `mongodb://${user}127.0.0.1:${proxy.port}/?${options}`;
  }

  /** Every kind of call fails, as one that may go through later, and tells neither address nor value. */
  async function expectFailures(): Promise<void> {
    const failures = await Promise.all(
      [
        people.get('A'),
        people.find({ where: { name: 'private' }, limit: 10 }),
        people.write({ document: { _id: 'B', version: 1, name: 'private' }, events: [] }),
        people.write({ previous: ada, document: { ...ada, version: 2, name: 'private' }, events: [] }),
        people.writeMany([{ document: { _id: 'D', version: 1, name: 'private' }, events: [] }]),
        people.mark('A', { seat: 1 }),
        store.outbox.read(10),
        store.lease('relay').acquire('one', 60_000),
        store.ping(),
      ].map((call) =>
        call.then(
          () => 'succeeded',
          (error: Error) => error,
        ),
      ),
    );
    for (const failure of failures) {
      expect(failure).toMatchObject({ name: 'StoreError', retryable: true });
      expect((failure as Error).cause).toBeUndefined();
      expect((failure as Error).message).not.toMatch(/private|127\.0\.0\.1|localhost/);
    }
  }

  /** As soon as the server is there again, calls go through; how soon is the driver's look every half second. */
  async function expectWorking(): Promise<void> {
    expect(await people.get('A')).toMatchObject({ _id: 'A' });
    expect(await people.write({ document: { _id: 'C', version: 1, name: 'C' }, events: [] })).toEqual({
      status: 'written',
    });
  }

  test(
    'cut off: calls fail quickly, and go through once it is there again',
    async () => {
      await proxy.cut();
      await expectFailures();
      await proxy.heal();
      await expectWorking();
    },
    NO_HANG_MS,
  );

  test(
    'hanging: calls end within their time, and go through once it answers again',
    async () => {
      proxy.freeze();
      await expectFailures();
      await expectFailures();
      await proxy.heal();
      await expectWorking();
    },
    NO_HANG_MS,
  );

  test('whose answer is lost: the write may have happened, and a decision made again finds it', async () => {
    const insert = { document: { _id: 'L', version: 1, name: 'L' }, events: [eventOf('L', 1)] };
    proxy.loseAnswers();
    await expect(people.write(insert)).rejects.toMatchObject({ name: 'StoreError', retryable: true });
    const update = {
      previous: ada,
      document: { ...ada, version: 2, name: 'once' },
      events: [eventOf('A', 2)],
    };
    await expect(people.writeMany([update])).rejects.toMatchObject({ retryable: true });
    await proxy.heal();
    expect(await people.write(insert)).toEqual({ status: 'conflict' });
    // Not sent where the loss before it had closed all connections: once is fine, twice would not be.
    expect(['written', 'conflict']).toContain((await people.write(update)).status);
    const versions = (await store.outbox.read(10)).map(({ id, events }) => [
      id,
      events.map((e) => e.version),
    ]);
    expect(new Map(versions as [string, number[]][])).toEqual(
      new Map([
        ['A', [1, 2]],
        ['L', [1]],
      ]),
    );
    expect(await people.get('A')).toEqual(update.document);
  });

  test(
    'closing waits no longer than its calls',
    async () => {
      proxy.freeze();
      const call = people.get('A').catch((error: unknown) => error);
      await store.close();
      expect(await call).toMatchObject({ retryable: true });
    },
    NO_HANG_MS,
  );
});

describe('a MongoDB that is not there', () => {
  const open = (at: string) =>
    openStore({ url: at, dataDir: '', name: 'directory', collections: COLLECTIONS, now: Date.now });

  test(
    'opening fails soon, and may be tried again',
    async () => {
      const proxy = await breakableProxy({ host: '127.0.0.1', port: 1 });
      await proxy.close();
      const failure = await open(`mongodb://user:secret@127.0.0.1:${proxy.port}`).catch(
        (error: Error) => error,
      );
      expect(failure).toMatchObject({ name: 'StoreError', retryable: true });
      expect(String(failure)).not.toMatch(/secret|127\.0/);
    },
    NO_HANG_MS,
  );

  test.each([
    ['mongodb://127.0.0.1:1/?w=1', 'w'],
    ['mongodb://user:secret@127.0.0.1:1/?nonsense=secret', 'nonsense'],
    ['mongodb://user:secret@127.0.0.1:1/?tls=perhaps', 'MongoParseError'],
    ['mongodb://user:sec%ret@127.0.0.1:1/', 'MongoDB'],
  ])('opening %s is refused for good', async (at, told) => {
    const refused = await open(at).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: 'StoreError', retryable: false });
    expect(String(refused)).toContain(told);
    expect(String(refused)).not.toContain('sec');
  });
});
