import jwt from 'jsonwebtoken';
import { cliUnderTest } from '../testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();
const ID = '0B2C9F1E-7C2D-4E3B-9A5F-1D2E3F4A5B6C';
const WORDS = ['--title', 'T', '--summary', 'S', '--body', 'B', '--secret', 'theirs'];
const publish = (...more: string[]) =>
  gatehouse('announcement', 'publish', 'meals', '--type', 'governance-issue', ...WORDS, ...more);

test('publishing, as the service that it is of', async () => {
  platform().answer('POST /organisations/announcements', { status: 202, body: { messageId: ID, type: 5 } });
  expect(await publish('--urn', '100000')).toMatchObject({ exitCode: 0, err: '' });
  const [{ headers, text } = { headers: {}, text: '' }] = platform().received;
  const token = headers.authorization?.slice('Bearer '.length) ?? '';
  expect(jwt.verify(token, 'theirs', { algorithms: ['HS256'] })).toMatchObject({ iss: 'meals' });
  expect(JSON.parse(text)).toEqual({
    ...{ messageId: expect.stringMatching(/^[0-9a-f-]{36}$/), urn: '100000', type: 5 },
    ...{ title: 'T', summary: 'S', body: 'B', publishedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
  await publish(
    '--uid',
    '9',
    '--message-id',
    ID,
    '--published-at',
    '2026-01-01',
    '--expires-at',
    '2027-01-01',
  );
  expect(JSON.parse(platform().received[1]?.text ?? '')).toMatchObject({
    ...{ messageId: ID, uid: '9', publishedAt: '2026-01-01', expiresAt: '2027-01-01' },
  });
});

test('faults are told once, by the options', async () => {
  const errors = ['title is longer than 255 characters', 'publishedAt must be an ISO 8601 date'];
  platform().answer('POST /organisations/announcements', {
    status: 400,
    body: { errors, reasons: errors, detail: 'F' },
  });
  expect((await publish('--urn', '1')).err).toBe(
    'error: F\n  --title is longer than 255 characters\n  --published-at must be an ISO 8601 date\n',
  );
});

test('for nobody, for two, or of a service without a secret is wrong usage, and asks nobody', async () => {
  expect(await publish()).toMatchObject({ exitCode: 2 });
  expect(await publish('--urn', '1', '--uid', '2')).toMatchObject({ exitCode: 2 });
  expect(await gatehouse('announcement', 'delete', 'meals', ID, '--yes')).toMatchObject({ exitCode: 2 });
  expect(platform().received).toEqual([]);
});

test('taking one back', async () => {
  platform().answer(`DELETE /organisations/announcements/${ID}`, { status: 204 });
  const done = await gatehouse('announcement', 'delete', 'meals', ID, '--secret', 'theirs', '--yes');
  expect(done).toMatchObject({ exitCode: 0, out: 'The announcement is taken back.\n' });
});
