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

test('figures are read at each request, and one that cannot be read is null', async () => {
  const health = createHealth();
  let records = 1;
  health.measure('records', () => records);
  health.measure('broken', async () => {
    throw new Error('away');
  });
  expect(await health.figures()).toEqual({ records: 1, broken: null });
  records = 2;
  expect(await health.figures()).toEqual({ records: 2, broken: null });
  expect(await health.ready()).toEqual({ ready: true, failing: [] });
});
