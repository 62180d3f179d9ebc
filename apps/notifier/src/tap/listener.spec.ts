import {
  AS_WEBHOOK,
  isAway,
  isShown,
  isTapped,
  type Listener,
  polled,
  wantMissed,
} from './listener.domain.ts';
import type { Tapped } from './tapped.domain.ts';

const first = polled(undefined, { wanted: ['user.updated'], head: 3, now: 1_000 });
const wanting = (...wanted: string[]): Listener => polled(undefined, { wanted, head: 0, now: 1_000 });

describe('listeners of a service', () => {
  test('are there for 60 s after the last poll, and what is made is tapped a moment longer', () => {
    expect([isAway(first, 61_000), isAway(first, 61_001)]).toEqual([false, true]);
    expect([isTapped(first, 61_001), isTapped(first, 70_000), isTapped(undefined, 0)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('keep their time while somebody polls, and begin another after a break', () => {
    const next = polled(first, { wanted: ['*'], head: 0, now: 61_000 });
    expect(next).toEqual({
      ...{ since: 1_000, polledAt: 61_000, position: 3 },
      wanted: [
        { type: 'user.updated', at: 1_000 },
        { type: '*', at: 61_000 },
      ],
    });
    const later = polled(next, { wanted: ['*'], head: 7, now: 61_500 });
    expect(later.wanted).toEqual([{ type: '*', at: 61_500 }]);
    expect(later.position).toBe(7);
    expect(polled(later, { wanted: ['*'], head: 0, now: 121_501 })).toMatchObject({
      since: 121_501,
      position: 7,
    });
  });

  test('a clock that is behind moves nothing back', () => {
    expect(polled(first, { wanted: ['*'], head: 0, now: 900 })).toMatchObject({
      since: 1_000,
      polledAt: 1_000,
    });
  });
});

test.each([
  [['*'], ['user.removed'], true],
  [['user.updated'], undefined, true],
  [['user.removed'], ['*'], false],
  [[AS_WEBHOOK], undefined, true],
  [[AS_WEBHOOK], ['user.updated'], true],
  [[AS_WEBHOOK], ['*'], true],
  [[AS_WEBHOOK], ['user.removed'], false],
  [[AS_WEBHOOK, 'user.updated'], ['user.removed'], true],
])(
  'listeners that want %j, beside a webhook that wants %j: a missed event is made: %s',
  (wanted, ofWebhook, made) => {
    expect(wantMissed(wanting(...wanted), 'user.updated', ofWebhook)).toBe(made);
  },
);

const about = { id: 'M', at: '2026-01-01T00:00:00.000Z', correlationId: 'C', serviceId: 'S' };
const event = (type: 'user.updated' | 'webhook.enabled', isMissed = false, test?: true): Tapped => {
  const data = { userId: 'U', changed: [], version: 1, ...(test && { test }) };
  const timestamp = about.at;
  return { isMissed, message: { ...about, kind: 'webhook', event: { type, timestamp, data } as never } };
};
const body = { sub: 'U', sourceId: 'S' };
const callback: Tapped = {
  isMissed: false,
  message: { ...about, kind: 'callback', url: 'https://x.uk', body },
};

test.each<[string, Tapped, string[], string[] | undefined, boolean]>([
  ['a callback', callback, ['user.removed'], undefined, true],
  ['a test', event('user.updated', false, true), ['user.removed'], undefined, true],
  ['webhook.enabled', event('webhook.enabled'), ['user.removed'], undefined, true],
  ['what is named', event('user.updated', true), ['user.updated'], ['user.removed'], true],
  ['what is not named', event('user.updated'), ['user.removed'], ['user.updated'], false],
  [
    'what the webhook got, though it wants it no more',
    event('user.updated'),
    [AS_WEBHOOK],
    ['user.removed'],
    true,
  ],
  ['what another listener wanted', event('user.updated', true), [AS_WEBHOOK], ['user.removed'], false],
])('%s is shown or not', (_what, message, wanted, ofWebhook, shown) => {
  expect(isShown(message, wanted, ofWebhook)).toBe(shown);
});
