/** A worker thread that copies one file's WAL into it at each message `checkpoint`, and ends at `end`. */
import { parentPort, workerData } from 'node:worker_threads';
import { openConnection } from './connection.ts';

const connection = openConnection(String(workerData), { cacheKb: 500 });

parentPort?.on('message', (message: 'checkpoint' | 'end') => {
  if (message === 'end') {
    connection.close();
    parentPort?.close();
    return;
  }
  try {
    connection.copyWal();
  } catch {
    // Writers report what is wrong.
  }
  parentPort?.postMessage('done');
});
