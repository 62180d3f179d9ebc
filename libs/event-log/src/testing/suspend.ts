import { type ChildProcess, execFile } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { eventually } from '@gatehouse/testing';

/** Stops the process at a moment at which it holds no lock of the file: nobody could write while it stands still. */
export async function suspend(child: ChildProcess, file: string): Promise<void> {
  for (;;) {
    child.kill('SIGSTOP');
    await eventually(async () => {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'state=', '-p', String(child.pid)]);
      expect(stdout).toContain('T');
    });
    if (isUnlocked(file)) return;
    child.kill('SIGCONT');
  }
}

function isUnlocked(file: string): boolean {
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch {
    return false;
  } finally {
    database.close();
  }
}
