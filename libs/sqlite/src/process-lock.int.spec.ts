import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@gatehouse/testing';
import { openProcessLock, type ProcessLock } from './process-lock.ts';

let dataDir: string;
let lock: ProcessLock;
const children: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-locks-'));
  lock = openProcessLock(dataDir);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  lock.close();
  rmSync(dataDir, { recursive: true });
});

async function another() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/lock-holder.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [id] = await once(createInterface({ input: child.stdout }), 'line');
  const ended = once(child, 'exit');
  return {
    id: String(id),
    async end(signal: 'SIGKILL' | 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
    signal: (name: NodeJS.Signals) => void child.kill(name),
  };
}
const files = () => readdirSync(join(dataDir, 'locks'));

test('a process that lives is not gone, nor one that stands still; one that was killed is, at once', async () => {
  const other = await another();
  expect(lock.isGone(other.id)).toBe(false);
  other.signal('SIGSTOP');
  expect(lock.isGone(other.id)).toBe(false);
  await other.end('SIGKILL');
  expect(lock.isGone(other.id)).toBe(true);
  expect(lock.isGone(other.id)).toBe(true);
});

test('within a process, too, each is there until it is closed', () => {
  const other = openProcessLock(dataDir);
  expect([lock.isGone(other.id), other.isGone(lock.id), lock.isGone(lock.id)]).toEqual([false, false, false]);
  other.close();
  other.close();
  expect(files()).toEqual([`${lock.id}.lock`]);
});

test('who ended in order, or was never here, is gone; what is no id is nobody', async () => {
  const other = await another();
  await other.end('SIGTERM');
  for (const id of [other.id, crypto.randomUUID()]) expect([id, lock.isGone(id)]).toEqual([id, true]);
  for (const id of ['../events', '']) expect([id, lock.isGone(id)]).toEqual([id, false]);
  expect(files()).toEqual([`${lock.id}.lock`]);
});

test('files of the dead are swept away, those of the living stay', async () => {
  const [dead, living] = [await another(), await another()];
  await dead.end('SIGKILL');
  const sweeper = openProcessLock(dataDir, { sweepAfterMs: 1 });
  await eventually(() => expect(files()).not.toContain(`${dead.id}.lock`));
  expect(files().sort()).toEqual([lock.id, living.id, sweeper.id].map((id) => `${id}.lock`).sort());
  expect(lock.isGone(living.id)).toBe(false);
  sweeper.close();
});
