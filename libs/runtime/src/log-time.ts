/** The time of a log line, as pino takes it. The part down to the second is written once a second: lines are many. */
export function createLogTime(now: () => number): () => string {
  let second = Number.NaN;
  let upToSecond = '';
  return () => {
    const ms = now();
    const current = Math.floor(ms / 1_000);
    if (current !== second) {
      second = current;
      upToSecond = new Date(current * 1_000).toISOString().slice(0, -4);
    }
    return `,"time":"${upToSecond}${String(ms - current * 1_000).padStart(3, '0')}Z"`;
  };
}
