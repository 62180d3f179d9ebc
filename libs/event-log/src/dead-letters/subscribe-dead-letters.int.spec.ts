import { eventually } from '@gatehouse/testing';
import type { ParsedRecord } from '../core/parsed-record.ts';
import type { EventLog } from '../port.ts';
import {
  AWAY,
  REFUSED,
  subscribeEngines,
  subscriptionUnderTest,
} from '../testing/subscription-under-test.ts';

describe.each(await subscribeEngines())('dead letters of subscribe on %s', (_engine, url) => {
  const { deadLetters, group, handled, log, note, publish, start, topic } = subscriptionUnderTest(url);

  test('what cannot be processed becomes a dead letter, whole, and stops nothing else', async () => {
    const outcomes: string[] = [];
    await publish(
      ['a', { n: 1 }],
      ['bad', { n: 1 }],
      ['worn', { n: 1 }],
      ['text', 'no json'],
      ['c', { n: 1 }],
    );
    const subscription = await start({
      onOutcome: (_, { status }) => outcomes.push(status),
      async handle(record) {
        if (record.key === 'bad') throw new TypeError('cannot read "Ada Lovelace" <ada@example.org>');
        if (record.key === 'worn') throw AWAY;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled().sort()).toEqual(['a1', 'c1']);
    expect(outcomes.sort()).toEqual(['dead', 'dead', 'dead', 'done', 'done']);
    expect(subscription.openDeadLetters()).toBe(3);
    const found = await deadLetters();
    const reasons = Object.fromEntries(found.map(({ key, reason }) => [key, reason]));
    expect(reasons).toEqual({
      bad: 'TypeError: cannot read … …',
      worn: 'EventLogError: away',
      text: 'the value is not a JSON object',
    });
    expect(found.find(({ key }) => key === 'text')).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      group: group(),
      topic: topic(),
      partition: 0,
      offset: expect.stringMatching(/^\d+$/),
      key: 'text',
      reason: 'the value is not a JSON object',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      status: 'open',
      record: expect.objectContaining({ key: 'text', value: 'no json' }),
    });
  });

  test('a later record of the key closes its dead letter, after a restart too', async () => {
    const handle = async (record: ParsedRecord) => {
      if (record.event.n === 'bad') throw new TypeError('bad');
      return note(record);
    };
    await publish(['a', { n: 'bad' }], ['b', { n: 'bad' }]);
    const first = await start({ handle });
    await first.caughtUp;
    expect(first.openDeadLetters()).toBe(2);
    await first.close();
    const second = await start({ handle });
    expect(second.openDeadLetters()).toBe(2);
    const otherGroup = await start({ group: `${group()}.other` });
    await publish(['a', { n: 2 }]);
    await Promise.all([second.reachEnd(10_000), otherGroup.reachEnd(10_000)]);
    await eventually(() => expect(second.openDeadLetters()).toBe(1));
    const [, , closed, ...more] = await deadLetters();
    expect(more).toEqual([]);
    expect(closed).toMatchObject({
      group: group(),
      key: 'a',
      status: 'closed',
      closedAt: expect.any(String),
    });
    expect(closed).not.toHaveProperty('record');
  });

  test.each([AWAY, REFUSED])(
    'in an outage nothing becomes a dead letter, and the batch comes again (%s)',
    async (failure) => {
      let away = true;
      let attempts = 0;
      await publish(['a', { n: 1 }]);
      const subscription = await start({
        async handle(record) {
          attempts++;
          if (away) throw failure;
          return note(record);
        },
        async ping() {
          if (away) throw AWAY;
        },
      });
      await eventually(() => expect(attempts).toBeGreaterThan(3));
      away = false;
      await subscription.caughtUp;
      expect(handled()).toEqual(['a1']);
      expect(await deadLetters()).toEqual([]);
    },
  );

  test('what failed in an outage that ended meanwhile is tried once more', async () => {
    let failures = 1;
    await publish(['a', { n: 1 }]);
    const subscription = await start({
      async handle(record) {
        if (failures-- > 0) throw REFUSED;
        return note(record);
      },
    });
    await subscription.caughtUp;
    expect(handled()).toEqual(['a1']);
    expect(await deadLetters()).toEqual([]);
  });

  test('where even the dead letter is refused, the batch comes again', async () => {
    let refusals = 1;
    const refusing: EventLog = {
      ...log(),
      async publisher(name) {
        if (refusals-- > 0) throw AWAY;
        return log().publisher(name);
      },
    };
    await publish(['a', { n: 1 }]);
    const bad = async () => {
      throw new TypeError('bad');
    };
    const subscription = await start({ log: refusing, handle: bad });
    await subscription.caughtUp;
    expect(await deadLetters()).toHaveLength(1);
  });
});
