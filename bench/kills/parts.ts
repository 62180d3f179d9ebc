import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@gatehouse/testing';
import { type Program, startProgram } from '../../apps/platform-e2e/src/testing/program.ts';

/** Something to kill. */
export interface Part {
  name: string;
  /** How often it is chosen, beside the others. */
  weight: number;
  /** As by `kill -9`, and starts it again. */
  killAndStart(): Promise<void>;
}

/** A program that is started again on its port, with the file in which it keeps what came. */
export interface KeepingProgram {
  /** Of each port. */
  urls: readonly string[];
  file: string;
  part: Part;
  close(): Promise<void>;
}

/** How long a receiver stays away: long enough that events wait and merge, too short for its deliveries to fail. */
const AWAY_MS = 3_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a program of this folder whose last port answers HTTP. */
export async function keepingProgram(
  { name, program, ports: count, weight }: { name: string; program: string; ports: number; weight: number },
  folder: string,
  random: () => number,
): Promise<KeepingProgram> {
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const file = join(folder, `${program}.jsonl`);
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  let running: Program;

  async function start(): Promise<void> {
    running = startProgram(join(import.meta.dirname, program), { args: [...ports.map(String), file] });
    await eventually(async () => {
      if (running.process.exitCode !== null) throw new Error(`${name} ended: ${running.output()}`);
      await fetch(urls.at(-1) ?? '');
    });
  }

  await start();
  return {
    urls,
    file,
    part: {
      name,
      weight,
      async killAndStart() {
        await running.kill();
        await delay(random() * AWAY_MS);
        await start();
      },
    },
    close: () => running.kill(),
  };
}

/** One of the parts, by their weights. */
export function chosen(parts: readonly Part[], random: () => number): Part {
  let rest = random() * parts.reduce((sum, { weight }) => sum + weight, 0);
  for (const part of parts) {
    rest -= part.weight;
    if (rest < 0) return part;
  }
  throw new Error('there is nothing to kill');
}
