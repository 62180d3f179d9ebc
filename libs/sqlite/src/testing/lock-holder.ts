/** A process of its own for the tests: takes a lock below the directory it is given, and says its id. */
import { openProcessLock } from '../process-lock.ts';

const [dataDir = ''] = process.argv.slice(2);
const lock = openProcessLock(dataDir);
process.on('SIGTERM', () => {
  lock.close();
  process.exit();
});
setInterval(() => {}, 60_000);
process.stdout.write(`${lock.id}\n`);
