import { parentPort, workerData } from 'node:worker_threads';
import { type Connection, openConnection } from './connection.ts';

/** What a thread of `createThread` does: with its own connection to the file it answers each message; told to end, it ends. */
export function serveThread<Message, Reply>(
  { cacheKb }: { cacheKb: number },
  answer: (connection: Connection, message: Message) => Reply,
): void {
  const connection = openConnection(String(workerData), { durable: true, cacheKb });
  parentPort?.on('message', (told: 'end' | { message: Message }) => {
    if (told === 'end') {
      connection.close();
      parentPort?.close();
      return;
    }
    parentPort?.postMessage({ reply: answer(connection, told.message) });
  });
  parentPort?.postMessage('ready');
}
