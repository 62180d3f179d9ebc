import { isLoopback } from './is-loopback.ts';
import { ConfigurationError, type EnvironmentTexts, readEnvironment } from './read-environment.ts';
import { variables } from './variables.ts';

const TOKEN = 'x'.repeat(44);
/** Fit for a platform that others reach. */
const SOUND = {
  HOST: '0.0.0.0',
  PUBLIC_URL: 'https://id.example.org',
  DEMO_DATA: 'false',
  ALLOW_PRIVATE_CALLBACKS: 'false',
  METRICS_TOKEN: TOKEN,
  TRUSTED_PROXIES: '0',
  EMAIL_FROM: 'Gatehouse <no-reply@example.org>',
};

const noticesOf = (env: EnvironmentTexts) => readEnvironment(variables, env).notices;

test('on this machine alone, all defaults are fine', () => {
  expect(noticesOf({})).toEqual([]);
  expect(noticesOf({ PUBLIC_URL: 'http://localhost:8080' })).toEqual([]);
});

test('nothing is said of what is fit for production, and it starts as production', () => {
  expect(noticesOf(SOUND)).toEqual([]);
  expect(noticesOf({ ...SOUND, GATEHOUSE_ENV: 'production' })).toEqual([]);
});

const UNFIT: [variable: string, value: string | undefined, line: RegExp][] = [
  ['PUBLIC_URL', 'http://id.example.org', /^PUBLIC_URL is "http:.*should be https/],
  ['DEMO_DATA', undefined, /^DEMO_DATA is true: it should be false/],
  ['ALLOW_PRIVATE_CALLBACKS', undefined, /^ALLOW_PRIVATE_CALLBACKS is true: it should be false/],
  ['METRICS_TOKEN', undefined, /^METRICS_TOKEN is missing: it should be a secret/],
  ['TRUSTED_PROXIES', undefined, /^TRUSTED_PROXIES is missing: it should be the number of proxies/],
  ['EMAIL_FROM', undefined, /^EMAIL_FROM is an address of localhost/],
  ['EMAIL_FROM', 'no-reply@localhost', /^EMAIL_FROM is an address of localhost/],
];

test.each(UNFIT)(
  '%s %s: one line where others reach it, a refusal in production',
  (variable, value, line) => {
    const env = { ...SOUND, [variable]: value };
    expect(noticesOf(env)).toEqual([{ variable, text: expect.stringMatching(line) }]);
    // Behind a proxy on this machine it is reached by others as well.
    expect(
      noticesOf({ ...env, HOST: undefined, PUBLIC_URL: env.PUBLIC_URL ?? 'https://id.example.org' }),
    ).toHaveLength(1);
    const start = () => noticesOf({ ...env, GATEHOUSE_ENV: 'production' });
    expect(start).toThrow(ConfigurationError);
    expect(start).toThrow(line);
  },
);

test('production refuses all that is unfit at once, also on loopback', () => {
  const start = () => noticesOf({ GATEHOUSE_ENV: 'production' });
  const lines =
    /^PUBLIC_URL .*\nDEMO_DATA .*\nALLOW_PRIVATE_CALLBACKS .*\nMETRICS_TOKEN .*\nTRUSTED_PROXIES .*\nEMAIL_FROM [^\n]*$/;
  expect(start).toThrow(lines);
  expect(() => noticesOf({ ...SOUND, GATEHOUSE_ENV: 'production', PUBLIC_URL: 'http://localhost' })).toThrow(
    /^PUBLIC_URL /,
  );
});

test('an app is told of nothing that it does not read', () => {
  const { HOST, METRICS_TOKEN } = variables;
  const env = { GATEHOUSE_ENV: 'production', METRICS_TOKEN: TOKEN, DEMO_DATA: 'true' };
  expect(readEnvironment({ HOST, METRICS_TOKEN }, env).notices).toEqual([]);
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['[::1]', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.0.0.1.example.org', false],
])('%s is this machine alone: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
