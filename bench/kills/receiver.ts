/**
 * The receiver of a service, as a program to kill: what it answers is in its file by then. GET tells whether it is there.
 * Usage: node bench/kills/receiver.ts PORT FILE
 */
import { createServer } from 'node:http';
import type { Arrival } from './arrivals.ts';
import { openRecords } from './records.ts';

const [port, file = ''] = process.argv.slice(2);
const append = openRecords(file);
createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return; // The sender is gone: it has not been answered.
  }
  if (request.method === 'POST') {
    const { 'webhook-id': id, 'x-correlation-id': correlationId } = request.headers;
    const arrival = { path: request.url, id, correlationId, body: Buffer.concat(chunks).toString('utf8') };
    append(arrival satisfies { [M in keyof Arrival]: unknown });
  }
  response.writeHead(204).end();
}).listen(Number(port), '127.0.0.1');
