import { createHealth } from './health.ts';

test('is ready once every check passes, and names those that do not', async () => {
  const health = createHealth();
  expect(await health.ready()).toEqual({ ready: true, failing: [] });
  let caughtUp = false;
  health.add('store', async () => undefined);
  health.add('replica', () => {
    if (!caughtUp) throw new Error('behind');
  });
  expect(await health.ready()).toEqual({ ready: false, failing: ['replica'] });
  caughtUp = true;
  expect(await health.ready()).toEqual({ ready: true, failing: [] });
});
