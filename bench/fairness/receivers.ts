import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a receiver is dead: it refuses connections, never answers, or answers after three seconds. */
export const DEATHS = ['refusing', 'hanging', 'slow'] as const;
export type Death = (typeof DEATHS)[number];

const SLOW_MS = 3_000;

/** Receivers in a process of their own, so that they wait for nothing that the notifier does. */
export interface Receivers {
  healthy: string;
  dead: { death: Death; url: string }[];
  /** The paths that came to the healthy one since the last question, with the instant of each in milliseconds. */
  arrivals(): Promise<[path: string, at: number][]>;
  stop(): void;
}

type Ready = Pick<Receivers, 'healthy' | 'dead'>;

/** The instant, comparable between processes. */
export function instant(): number {
  return performance.timeOrigin + performance.now();
}

export async function startReceivers(dead: number): Promise<Receivers> {
  const child = fork(import.meta.filename, [String(dead)]);
  const [ready] = (await once(child, 'message')) as [Ready];
  return {
    ...ready,
    async arrivals() {
      child.send('arrivals');
      const [arrivals] = await once(child, 'message');
      return arrivals;
    },
    stop: () => void child.kill(),
  };
}

async function serve(dead: number): Promise<void> {
  let arrivals: [string, number][] = [];
  const healthy = await listening((request, response) => {
    arrivals.push([request.url ?? '', instant()]);
    request.resume().once('end', () => response.writeHead(204).end());
  });
  const deaths = Array.from({ length: dead }, (_, index) => DEATHS[index % DEATHS.length] as Death);
  const urls = deaths.map(async (death) => ({ death, url: await deadReceiver(death) }));
  process.on('message', () => {
    process.send?.(arrivals);
    arrivals = [];
  });
  process.send?.({ healthy, dead: await Promise.all(urls) } satisfies Ready);
}

async function deadReceiver(death: Death): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    if (death === 'slow') setTimeout(() => response.writeHead(204).end(), SLOW_MS);
  });
  const url = await listening(server);
  if (death === 'refusing') server.close();
  return url;
}

async function listening(what: RequestListener | ReturnType<typeof createServer>): Promise<string> {
  const server = typeof what === 'function' ? createServer(what) : what;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (process.send !== undefined && process.argv[1] === import.meta.filename)
  await serve(Number(process.argv[2]));
