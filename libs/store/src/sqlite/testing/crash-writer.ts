/**
 * A process of its own for the tests: writes to the store file it is given until it is killed, or a given number of times, and
 * prints each id once its write is acknowledged.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { change } from '../../change.ts';
import { COLLECTIONS, eventOf, PEOPLE } from '../../contract-suite/fixture.ts';
import { openSqliteStore } from '../sqlite-store.ts';

const [file = '', task = '', times = '0'] = process.argv.slice(2);
const store = await openSqliteStore({ file, collections: COLLECTIONS, now: Date.now });
const people = store.collection(PEOPLE);

/** Synchronous: what a stream still buffers when the process is killed would be missing. Waits for a slow reader. */
async function print(line: string): Promise<void> {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EAGAIN') throw error;
    }
    await pause(1);
  }
}

async function insertForEver(): Promise<never> {
  for (;;) {
    const id = randomUUID();
    await people.write({ document: { _id: id, name: id, version: 1 }, events: [eventOf(id, 1)] });
    await print(id);
  }
}

async function count(): Promise<void> {
  for (let n = 0; n < Number(times); n++) {
    await change(people, Date.now, 'counter', (current) => ({
      document: { ...current, _id: 'counter', name: 'counter', age: (current?.age ?? 0) + 1 },
      events: (document) => [eventOf('counter', document.version)],
      result: undefined,
    }));
  }
  await store.close();
}

async function lead(): Promise<void> {
  await store.lease('leader').acquire('child', 60_000);
  await print('leads');
  setInterval(() => {}, 1_000);
}

if (task === 'lead') await lead();
else if (task === 'insert') await Promise.all(Array.from({ length: 8 }, insertForEver));
else await count();
