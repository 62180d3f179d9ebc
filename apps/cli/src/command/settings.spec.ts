import { Misused } from '../failures.ts';
import { audienceOf, DEFAULT_AUDIENCE, DEFAULT_URL, urlOf } from './settings.ts';

describe('urlOf', () => {
  test('the option, else the environment, else this machine', () => {
    expect(urlOf({ url: 'https://a.example' }, { GATEHOUSE_URL: 'https://b.example' })).toBe(
      'https://a.example',
    );
    expect(urlOf({}, { GATEHOUSE_URL: 'https://b.example/' })).toBe('https://b.example');
    expect(urlOf({}, { GATEHOUSE_URL: ' ' })).toBe(DEFAULT_URL);
  });

  test('keeps a path without its slash', () => {
    expect(urlOf({ url: 'https://a.example/api/' }, {})).toBe('https://a.example/api');
  });

  test.each(['', 'localhost:43890', 'ftp://a.example', 'https://a:b@a.example', 'https://a.example?x=1'])(
    '%j is wrong usage',
    (url) => {
      expect(() => urlOf({ url }, {})).toThrow(Misused);
    },
  );
});

describe('audienceOf', () => {
  test("the option, else the environment, else the platform's default", () => {
    expect(audienceOf({ audience: 'a' }, { AUDIENCE: 'b' })).toBe('a');
    expect(audienceOf({}, { AUDIENCE: 'b' })).toBe('b');
    expect(audienceOf({}, {})).toBe(DEFAULT_AUDIENCE);
  });
});
