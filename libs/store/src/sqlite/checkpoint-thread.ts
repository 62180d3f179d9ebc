/** A thread that copies one file's WAL into it whenever it is told to, and says when it has; told to end, it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { openConnection } from './connection.ts';

const connection = openConnection(String(workerData), { durable: true });

parentPort?.on('message', (message: 'checkpoint' | 'end') => {
  if (message === 'end') {
    connection.close();
    parentPort?.close();
    return;
  }
  try {
    connection.copyWal();
  } catch {
    // Whoever writes meets what is wrong himself.
  }
  parentPort?.postMessage('done');
});
