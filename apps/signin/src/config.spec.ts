import { readConfig } from './config.ts';

const DISTRIBUTED = {
  ...{ STORE_URL: 'mongodb://a', EVENTS_URL: 'kafka://a:9092' },
  ...{ MASTER_KEY: 'a master key of some length', INTERNAL_KEY: 'an internal key of some length' },
};

test('the issuer stays as it is written', () => {
  expect(readConfig({ ISSUER: 'https://Host.example:443' }).ISSUER).toBe('https://Host.example:443');
});

test.each([
  'https://host.example/',
  'https://host.example/path',
  'https://host.example?a',
  'https://a@host.example',
  'host.example',
])('the issuer is an origin, which %s is not', (ISSUER) => {
  expect(() => readConfig({ ISSUER })).toThrow(/^ISSUER is /);
});

test('distributed it is https, but for this machine alone', () => {
  expect(() => readConfig({ ...DISTRIBUTED, ISSUER: 'http://host.example' })).toThrow(
    'ISSUER is "http://host.example": it should be https:// in a distributed platform',
  );
  for (const ISSUER of ['https://host.example', 'http://localhost:43890']) {
    expect(readConfig({ ...DISTRIBUTED, ISSUER }).ISSUER).toBe(ISSUER);
  }
  expect(readConfig({ ISSUER: 'http://host.example' }).ISSUER).toBe('http://host.example');
});
