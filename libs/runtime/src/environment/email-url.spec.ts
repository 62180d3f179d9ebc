import { readEmailUrl } from './email-url.ts';
import { ConfigurationError, readEnvironment } from './read-environment.ts';
import { variables } from './variables.ts';

const ISSUER = '26785a09-ab16-4eb0-8407-a37497a57506';
const SECRET = '3d844edf-8d35-48ac-975b-e847b4f122b0';
const KEY = `live-key-${ISSUER}-${SECRET}`;
const smtp = { kind: 'smtp', host: 'mail.example.org', port: 587, secure: false, tls: 'required', pool: 5 };

describe('readEmailUrl', () => {
  test.each([
    ['mailbox:', { kind: 'mailbox' }],
    ['smtp://mail.example.org', smtp],
    ['smtp://mail.example.org:2525/', { ...smtp, port: 2525 }],
    ['smtp://mail.example.org?pool=100&tls=never', { ...smtp, pool: 100, tls: 'never' }],
    ['smtps://mail.example.org', { ...smtp, port: 465, secure: true }],
    ['smtps://mail.example.org?tls=required', { ...smtp, port: 465, secure: true }],
    ['smtp://a%40b:p%2F%3F@mail.example.org', { ...smtp, user: { name: 'a@b', password: 'p/?' } }],
    ['smtp://localhost', { ...smtp, host: 'localhost', tls: 'offered' }],
    ['smtp://127.0.0.1:25', { ...smtp, host: '127.0.0.1', port: 25, tls: 'offered' }],
    ['smtp://[::1]:25?tls=required', { ...smtp, host: '::1', port: 25 }],
    ['smtp://mail.example.org?tls=offered', { ...smtp, tls: 'offered' }],
  ])('%s names a mail server', (text, target) => expect(readEmailUrl(text)).toEqual(target));

  test.each([
    [`notify://${KEY}@notify.example.org?template=t-1`, { origin: 'https://notify.example.org' }],
    [
      `notify://${ISSUER}-${SECRET}@notify.example.org:8443/?template=t-1`,
      { origin: 'https://notify.example.org:8443' },
    ],
    [`notify://my%20key-${ISSUER}-${SECRET}@127.0.0.1:9?template=t-1`, { origin: 'http://127.0.0.1:9' }],
    [`notify://${KEY}@[::1]:9?replyTo=r-1&template=t-1`, { origin: 'http://[::1]:9', replyTo: 'r-1' }],
  ])('%s names GOV.UK Notify', (text, target) =>
    expect(readEmailUrl(text)).toEqual({
      kind: 'notify',
      issuer: ISSUER,
      secret: SECRET,
      template: 't-1',
      ...target,
    }),
  );
});

test.each([
  ['smtp://', 'host'],
  ['smtp://user:hunter2@', 'host'],
  ['smtp://user:hunter2', 'no such address'],
  ['smtp://mail.example.org:99999', 'no such address'],
  ['smtp://mail.example.org:0', 'port'],
  ['smtp://user@mail.example.org', 'a user or a password alone'],
  ['smtp://:hunter2@mail.example.org', 'a user or a password alone'],
  ['smtp://user:hunter2%zz@mail.example.org', '%'],
  ['smtp://user:hun@ter2/hunter2@mail.example.org', 'path'],
  ['smtp://user:hunter2@mail.example.org/inbox', 'path'],
  ['smtp://user:hunter2@mail.example.org#x', 'fragment'],
  ['smtp://mail.example.org?pool=0', 'pool'],
  ['smtp://mail.example.org?pool=101', 'pool'],
  ['smtp://mail.example.org?pool=1e1', 'pool'],
  ['smtp://mail.example.org?pool=', 'pool'],
  ['smtp://mail.example.org?pool=5&pool=5', 'pool twice'],
  ['smtp://mail.example.org?tls=yes', 'tls'],
  ['smtp://mail.example.org?tls=Required', 'tls'],
  ['smtps://mail.example.org?tls=never', 'tls'],
  ['smtps://mail.example.org?tls=offered', 'tls'],
  ['smtp://mail.example.org?password=hunter2', 'unknown member'],
  ['smtp://mail.example.org?template=t-1', 'unknown member'],
  [`notify://${KEY}@notify.example.org`, 'template'],
  [`notify://${KEY}@notify.example.org?template=`, 'template'],
  [`notify://${KEY}@notify.example.org?template=t-1&replyTo=a b`, 'replyTo'],
  [`notify://${KEY}@notify.example.org?template=t-1&pool=5`, 'unknown member'],
  [`notify://${KEY}@notify.example.org/v2?template=t-1`, 'path'],
  [`notify://${KEY}:hunter2@notify.example.org?template=t-1`, 'key'],
  [`notify://hunter2-${SECRET}@notify.example.org?template=t-1`, 'key'],
  [`notify://${KEY}?template=t-1`, 'host'],
  ['mailbox:x', 'no such address'],
  ['https://mail.example.org', 'no such address'],
])('%s stops the start with one line that says what is wrong, and shows no secret', (text, words) => {
  const { EMAIL_URL } = variables;
  expect(() => readEnvironment({ EMAIL_URL }, { EMAIL_URL: text })).toThrow(ConfigurationError);
  try {
    readEnvironment({ EMAIL_URL }, { EMAIL_URL: text });
  } catch (error) {
    const { faults } = error as ConfigurationError;
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^EMAIL_URL is ".+", (?:whose|which) .+: it should be mailbox:, smtp:/);
    expect(faults[0]).toContain(words);
    expect(faults[0]).not.toMatch(/hunter2|ter2|3d844edf|\n/);
  }
});
