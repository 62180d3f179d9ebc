/**
 * A program that the specs run as a second process on the same file: `publish` appends numbered records until it is
 * killed, `consume` handles a topic as a group; each says on its output what it has done.
 */
import { openSqliteEventLog } from '../sqlite/sqlite-event-log.ts';

const [mode, dataDir = '', topic = '', group = ''] = process.argv.slice(2);
const log = await openSqliteEventLog({ dataDir, now: Date.now });
await log.ensureTopics([{ name: topic }]);

if (mode === 'publish') {
  const publisher = await log.publisher('sqlite-process');
  for (let number = 1; ; number++) {
    await publisher.publish([{ topic, key: `${number % 7}`, value: `${number}` }]);
    process.stdout.write(`${number}\n`);
    // Lets the line out before the next append.
    await new Promise(setImmediate);
  }
} else {
  await log.consume({
    group,
    topics: [topic],
    async handle(records) {
      for (const { value } of records) process.stdout.write(`${value}\n`);
    },
  });
}
