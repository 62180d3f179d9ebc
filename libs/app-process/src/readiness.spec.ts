import { createHealth } from '@gatehouse/runtime';
import { readyOnceCaughtUp } from './readiness.ts';

test('ready once each has caught up, and never where one stopped before', async () => {
  const health = createHealth();
  const [users, services, stopped] = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const consumer = (caughtUp: Promise<void> = Promise.resolve()) => ({
    caughtUp,
    reachEnd: async () => true,
    lag: async () => new Map(),
    close: async () => {},
  });
  readyOnceCaughtUp(health, { users: consumer(users?.promise), services: consumer(services?.promise) });
  expect(await health.ready()).toEqual({ ready: false, failing: ['users', 'services'] });
  users?.resolve();
  await users?.promise;
  expect(await health.ready()).toEqual({ ready: false, failing: ['services'] });
  services?.resolve();
  await services?.promise;
  expect(await health.ready()).toEqual({ ready: true, failing: [] });

  readyOnceCaughtUp(health, { stopped: consumer(stopped?.promise) });
  stopped?.reject(new Error('closed'));
  expect(await health.ready()).toEqual({ ready: false, failing: ['stopped'] });
});
