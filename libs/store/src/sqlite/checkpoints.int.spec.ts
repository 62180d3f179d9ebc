import { stat } from 'node:fs/promises';
import { COLLECTIONS, PEOPLE } from '../contract-suite/fixture.ts';
import { createCheckpointWorker } from './checkpoint-worker.ts';
import { sqliteFixture } from './testing/sqlite-fixture.ts';

describe('checkpoints of SQLite', () => {
  let fixture: Awaited<ReturnType<typeof sqliteFixture>>;

  beforeEach(async () => {
    fixture = await sqliteFixture();
  });
  afterEach(() => fixture.destroy());

  test('while much is written the WAL begins anew again and again, and nothing is lost', async () => {
    const store = await fixture.open(COLLECTIONS);
    const people = store.collection(PEOPLE);
    let writtenBytes = 0;
    let longest = 0;
    for (let from = 0; from < 60_000; from += 100) {
      const documents = Array.from({ length: 100 }, (_, n) => ({
        _id: `${from + n}`,
        version: 1,
        name: 'x'.repeat(4_000),
      }));
      const results = await people.writeMany(documents.map((document) => ({ document, events: [] })));
      expect(results.every(({ status }) => status === 'written')).toBe(true);
      writtenBytes += 100 * 4_000;
      longest = Math.max(longest, (await stat(`${fixture.file}-wal`)).size);
    }
    expect(longest).toBeLessThan(writtenBytes / 2);
    await store.close();
    const again = await fixture.open(COLLECTIONS);
    expect(await again.collection(PEOPLE).count()).toBe(60_000);
  });

  test('a worker that cannot do it holds nobody up, and ends', async () => {
    const worker = createCheckpointWorker('/nowhere/at/all.sqlite');
    await worker.run();
    await worker.run();
    await worker.close();
    expect(worker.isStarted()).toBe(false);
  });
});
