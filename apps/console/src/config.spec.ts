import { readConfig } from './config.ts';

const DISTRIBUTED = {
  ...{ STORE_URL: 'mongodb://a', EVENTS_URL: 'kafka://a:9092' },
  ...{ MASTER_KEY: 'a master key of some length', INTERNAL_KEY: 'an internal key of some length' },
};

test('the operator’s pages are served on one machine; distributed only where that is said', () => {
  expect(readConfig({}).OPERATOR_CONSOLE).toBe(true);
  expect(readConfig(DISTRIBUTED).OPERATOR_CONSOLE).toBe(false);
  expect(readConfig({ ...DISTRIBUTED, OPERATOR_CONSOLE: 'true' }).OPERATOR_CONSOLE).toBe(true);
  expect(() => readConfig({ OPERATOR_CONSOLE: 'yes' })).toThrow(
    'OPERATOR_CONSOLE is "yes": it should be true or false',
  );
});

test('the operator’s secret need not be given', () => {
  expect(readConfig(DISTRIBUTED).OPERATOR_SECRET).toBeUndefined();
  expect(() => readConfig({ OPERATOR_SECRET: 'short' })).toThrow(
    /^OPERATOR_SECRET is \(hidden, 5 characters\)/,
  );
});
