import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

test('a reader that wants no more ends it in silence', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'boot.js'), '--help']);
  child.stdout.destroy();
  const complaint = text(child.stderr);
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await complaint).toBe('');
});
