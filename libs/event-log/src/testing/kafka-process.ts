/**
 * A program that the specs run as a second process: `consume` handles a topic as a group, `publish` appends numbered
 * records as the publisher named, `relay` takes the events out of a store on SQLite. The first two say on their output
 * what they have done, and what became of them.
 */
import { defineCollection, documentSchema, openStore } from '@gatehouse/store';
import { startRelay } from '../core/relay.ts';
import { openEventLog } from '../open-event-log.ts';
import { EventLogError } from '../port.ts';

const [mode, url = '', topic = '', name = '', dataDir = ''] = process.argv.slice(2);
const log = await openEventLog({ url, dataDir: '/nowhere', now: Date.now });
const say = (line: string) => void process.stdout.write(`${line}\n`);

if (mode === 'consume') {
  await log.consume({
    group: name,
    topics: [topic],
    async handle(records) {
      for (const { value } of records) say(value);
    },
  });
  say('ready');
} else if (mode === 'publish') {
  try {
    const publisher = await log.publisher(name);
    for (let number = 1; ; number++) {
      await publisher.publish([{ topic, key: 'a', value: `old ${number}` }]);
      say(`${number}`);
    }
  } catch (error) {
    say(error instanceof EventLogError && error.fenced ? 'fenced' : `${error}`);
    process.exit();
  }
} else {
  const collections = [
    defineCollection('things', documentSchema({ count: { type: Number, required: true } })),
  ];
  const store = await openStore({ url: 'sqlite:', dataDir, name: 'spec', collections, now: Date.now });
  startRelay({ store, log, name, now: Date.now, leaseTtlMs: 1_000 });
}
