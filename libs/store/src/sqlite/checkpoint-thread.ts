/** A thread that copies one file's WAL into it whenever it is told to, and says when it has. */
import { serveThread } from './serve-thread.ts';

serveThread<'checkpoint', 'done'>({ cacheKb: 500 }, (connection) => {
  try {
    connection.copyWal();
  } catch {
    // Whoever writes meets what is wrong himself.
  }
  return 'done';
});
