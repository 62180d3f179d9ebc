/**
 * Preloaded into a platform under test (`node --import`): once armed by SIGUSR2, the process kills itself at its n-th
 * commit (`KILL_AT_COMMIT`), just before or just after it (`KILL_WHEN`). No handler runs, and nothing is
 * flushed, as with `kill -9`.
 */
import { DatabaseSync } from 'node:sqlite';

const at = Number(process.env.KILL_AT_COMMIT);
const before = process.env.KILL_WHEN === 'before';
let armed = false;
let commits = 0;
process.on('SIGUSR2', () => {
  armed = true;
});

const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql) {
  const counts = armed && sql === 'COMMIT' && ++commits === at;
  if (counts && before) process.kill(process.pid, 'SIGKILL');
  exec.call(this, sql);
  if (counts) process.kill(process.pid, 'SIGKILL');
};
