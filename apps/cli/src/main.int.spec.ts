import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const BOOT = join(import.meta.dirname, 'boot.js');

test('a reader that wants no more ends it in silence', async () => {
  const child = spawn(process.execPath, [BOOT, '--help']);
  child.stdout.destroy();
  const complaint = text(child.stderr);
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await complaint).toBe('');
});

test('where nobody reads what it complains of, the exit code says it still', async () => {
  const child = spawn(process.execPath, [BOOT, 'no-such-command']);
  child.stderr.destroy();
  expect(await once(child, 'exit')).toEqual([2, null]);
});

const onFullDisk = existsSync('/dev/full') ? test : test.skip;
onFullDisk('a result that cannot be written is a failure, in one line', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [BOOT, '--help'], { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  const complaint = text(child.stderr as NodeJS.ReadableStream);
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(await complaint).toBe('Standard output cannot be written to (ENOSPC).\n');
});
