import { openEventLog } from './open-event-log.ts';

describe('openEventLog', () => {
  test.each(['', 'redis://localhost', 'kafka://localhost', 'sqlite:/elsewhere.sqlite'])(
    'refuses %j for good',
    async (url) => {
      await expect(openEventLog({ url, dataDir: '/nowhere', now: Date.now })).rejects.toMatchObject({
        name: 'EventLogError',
        retryable: false,
      });
    },
  );
});
