import { createLogTime } from './log-time.ts';

test('writes ISO times with milliseconds, across seconds and back', () => {
  const times = [0, 7, 999, 1_000, 1_735_689_599_999, 1_735_689_600_042, 5];
  let at = 0;
  const logTime = createLogTime(() => at);
  for (const time of times) {
    at = time;
    expect(logTime()).toBe(`,"time":"${new Date(time).toISOString()}"`);
  }
});
