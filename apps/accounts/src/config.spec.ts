import { readConfig } from './config.ts';

const DISTRIBUTED = {
  ...{ STORE_URL: 'mongodb://a', EVENTS_URL: 'kafka://a:9092' },
  ...{ MASTER_KEY: 'a master key of some length', INTERNAL_KEY: 'an internal key of some length' },
};

test('distributed, where the gateway is must be said', () => {
  expect(() => readConfig(DISTRIBUTED)).toThrow(/^GATEWAY_URL is missing/);
  const GATEWAY_URL = 'http://gateway:43890';
  expect(readConfig({ ...DISTRIBUTED, GATEWAY_URL })).toMatchObject({ GATEWAY_URL });
  expect(readConfig({}).GATEWAY_URL).toBeUndefined();
});

test('times have their defaults, and may be fractions', () => {
  expect(readConfig({ ACCOUNTS_SESSION_IDLE_HOURS: '0.01' })).toMatchObject({
    ...{ ACCOUNTS_SIGN_IN_MINUTES: 120, ACCOUNTS_SESSION_HOURS: 24, ACCOUNTS_SESSION_IDLE_HOURS: 0.01 },
  });
});
