import { readAnnouncement } from './announcement-request.ts';

const sound = {
  messageId: 'aaaaaaaa-1111-4111-8111-111111111111',
  urn: 100000,
  type: 4,
  title: 'T'.repeat(255),
  summary: 'S'.repeat(340),
  body: `${'B'.repeat(4_998)}\r\n`,
  publishedAt: '2026-01-02T03:04:05+01:00',
};
const { urn: _, ...ofNobody } = sound;

test('ids, numbers and instants come in one form; unknown members do not come at all', () => {
  expect(readAnnouncement({ ...sound, uid: null, expiresAt: '2026-02-01', colour: 'red' })).toEqual({
    faults: [],
    named: { by: 'urn', value: '100000' },
    content: {
      id: 'AAAAAAAA-1111-4111-8111-111111111111',
      message: {
        urn: '100000',
        type: 4,
        title: sound.title,
        summary: sound.summary,
        body: sound.body,
        publishedAt: '2026-01-02T02:04:05.000Z',
        expiresAt: '2026-02-01T00:00:00.000Z',
      },
    },
  });
});

test('an organisation by its UID', () => {
  expect(readAnnouncement({ ...ofNobody, uid: '5000' })).toMatchObject({
    faults: [],
    named: { by: 'uid', value: '5000' },
    content: { message: { uid: '5000' } },
  });
});

test('all that is missing', () => {
  expect(readAnnouncement({}).faults).toEqual([
    'Missing messageId',
    'Missing type',
    'Missing title',
    'Missing summary',
    'Missing body',
    'Missing publishedAt',
    'Missing urn or uid',
  ]);
});

test.each([
  [{ messageId: 'x' }, 'messageId must be a UUID'],
  [{ messageId: 7 }, 'messageId must be a UUID'],
  [{ uid: '5000' }, 'Only one of urn and uid may be given'],
  [{ urn: 'abc' }, 'urn must be a number'],
  [{ urn: 1.5 }, 'urn must be a number'],
  [{ urn: -1 }, 'urn must be a number'],
  [{ urn: 1e30 }, 'urn must be a number'],
  [{ urn: '' }, 'urn must be a number'],
  [{ urn: '1'.repeat(26) }, 'urn must be a number'],
  [{ urn: [1] }, 'urn must be a number'],
  [{ urn: undefined, uid: 5000 }, 'uid must be text'],
  [{ urn: undefined, uid: ' ' }, 'uid must be text of 1 to 25 characters'],
  [{ type: 3 }, 'type must be 1, 2, 4 or 5'],
  [{ type: '1' }, 'type must be 1, 2, 4 or 5'],
  [{ title: ' ' }, 'Missing title'],
  [{ title: 'x'.repeat(256) }, 'title is longer than 255 characters'],
  [{ title: 'two\nlines' }, 'title holds control characters'],
  [{ summary: 'x'.repeat(341) }, 'summary is longer than 340 characters'],
  [{ body: 'x'.repeat(5_001) }, 'body is longer than 5000 characters'],
  [{ body: 'a\u0000b' }, 'body holds control characters'],
  [{ body: {} }, 'body must be text'],
  [{ publishedAt: '02/01/2026' }, 'publishedAt must be an ISO 8601 date'],
  [{ publishedAt: 1_700_000_000 }, 'publishedAt must be an ISO 8601 date'],
  [{ expiresAt: '2026-02-30' }, 'expiresAt must be an ISO 8601 date'],
  [{ expiresAt: '' }, 'expiresAt must be an ISO 8601 date'],
])('%j: %s', (faulty, words) => {
  const read = readAnnouncement({ ...sound, ...faulty });
  expect([read.faults, read.content]).toEqual([[words], undefined]);
});
