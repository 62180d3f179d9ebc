import type { EventHandlers } from '@gatehouse/consumers';
import { eventually } from '@gatehouse/testing';
import { createSubscriber, type Subscriber, type SubscriberOptions } from './create-subscriber.ts';
import { RetryLater } from './retry-later.ts';
import { exampleEvent, exampleIds, grantEvent, openTestLog, type TestLog } from './testing/index.ts';

const USER = 'gatehouse.directory.user.v1';
const GRANT = 'gatehouse.access.grant.v1';
const OTHER_USER = 'D5E0F3A1-6C48-4D27-8F19-A2C4E6081B04';

describe('createSubscriber', () => {
  let events: TestLog;
  let seen: string[];
  const subscribers: Subscriber[] = [];

  beforeEach(async () => {
    events = await openTestLog();
    seen = [];
  });
  afterEach(async () => {
    await Promise.all(subscribers.splice(0).map((each) => each.close()));
    await events.close();
  });

  const noting: EventHandlers = {
    async [USER](event, { version }) {
      seen.push(`${event.data.state.id === exampleIds.user ? 'user' : 'other'} ${version}`);
    },
  };

  async function start(options: Partial<SubscriberOptions> = {}): Promise<Subscriber> {
    const retry = { attempts: 3, baseMs: 1, maxMs: 2 };
    const defaults = { log: events.log, group: 'canteen.users', handlers: noting, retry };
    const subscriber = await createSubscriber({ ...defaults, ...options } as SubscriberOptions);
    subscribers.push(subscriber);
    return subscriber;
  }

  test('hands each event to the handler of its type, with what is known of it', async () => {
    const given: unknown[] = [];
    const origin = { correlationId: 'c-1', actor: 'operator', causationId: 'x/1' };
    await events.publish(
      exampleEvent(USER, {}, { version: 5, origin }),
      grantEvent({ roles: ['COOK'] }),
      exampleEvent('gatehouse.access.service-link.v1'),
    );
    const subscriber = await start({
      handlers: {
        async [USER](event, context) {
          given.push({ ...context, email: event.data.state.state === 'present' && event.data.state.email });
        },
        async [GRANT]({ data: { state } }) {
          given.push(state.state === 'granted' && state.roles);
        },
      },
    });
    await subscriber.caughtUp;
    expect(given).toHaveLength(2);
    expect(given).toContainEqual(['COOK']);
    expect(given).toContainEqual({
      topic: 'directory.users.v1',
      key: exampleIds.user,
      version: 5,
      changed: expect.arrayContaining(['email', 'memberships']),
      correlationId: 'c-1',
      causationId: 'x/1',
      actor: 'operator',
      partition: 0,
      offset: expect.any(String),
      email: 'pat.sample@example.org',
    });
    expect(Object.fromEntries(await subscriber.lag())).toEqual({
      'directory.users.v1': 0,
      'access.grants.v1': 0,
    });
  });

  test('of what came together only the last state of an entity is handled, unless each is wanted', async () => {
    for (const version of [1, 2, 3]) await events.publish(exampleEvent(USER, {}, { version }));
    await (await start()).caughtUp;
    expect(seen).toEqual(['user 3']);
    await (await start({ group: 'canteen.each', everyState: true })).caughtUp;
    expect(seen.slice(1)).toEqual(['user 1', 'user 2', 'user 3']);
  });

  test('a new group may begin now', async () => {
    await events.publish(exampleEvent(USER, {}, { version: 1 }));
    const subscriber = await start({ startFrom: 'now' });
    await events.publish(exampleEvent(USER, { id: OTHER_USER }, { version: 2 }));
    expect(await subscriber.reachEnd(10_000)).toBe(true);
    expect(seen).toEqual(['other 2']);
  });

  test('latestOnly leaves out what is not newer', async () => {
    const subscriber = await start({ latestOnly: true });
    for (const version of [2, 1, 2, 3]) {
      await events.publish(exampleEvent(USER, {}, { version }));
      expect(await subscriber.reachEnd(10_000)).toBe(true);
    }
    expect(seen).toEqual(['user 2', 'user 3']);
  });

  test('an error that may be retried is, another makes a dead letter, and neither stops the rest', async () => {
    let failures = 2;
    const outcomes: string[] = [];
    await events.publish(exampleEvent(USER), exampleEvent(USER, { id: OTHER_USER }));
    const subscriber = await start({
      onOutcome: (_topic, { status }) => outcomes.push(status),
      handlers: {
        async [USER](event) {
          if (event.subject === OTHER_USER) throw new TypeError('cannot read pat.sample@example.org');
          if (failures-- > 0) throw new RetryLater('the kitchen is away');
          seen.push('user');
        },
      },
    });
    await subscriber.caughtUp;
    expect(seen).toEqual(['user']);
    expect(outcomes.sort()).toEqual(['dead', 'done']);
    expect(subscriber.openDeadLetters()).toBe(1);
    const [found] = await events.deadLetters();
    expect(found?.deadLetter).toMatchObject({ group: 'canteen.users', key: OTHER_USER });
    expect(found?.deadLetter.reason).toBe('TypeError: cannot read …');
  });

  test('what breaks its contract is a dead letter; members and types of later releases are none', async () => {
    const { topic, key, event } = exampleEvent(USER, {}, { version: 3 });
    await events.publishText(topic, 'U1', JSON.stringify({ ...event, data: {} }));
    await events.publishText(topic, 'U2', JSON.stringify({ ...event, type: 'gatehouse.directory.user.v9' }));
    await events.publishText(topic, key, JSON.stringify({ ...event, later: true }));
    const subscriber = await start();
    await subscriber.caughtUp;
    expect(seen).toEqual(['user 3']);
    expect((await events.deadLetters()).map(({ deadLetter }) => deadLetter.key)).toEqual(['U1']);
  });

  test('a handler may say that it had nothing to do', async () => {
    const outcomes: unknown[] = [];
    await events.publish(exampleEvent(USER));
    const handlers: EventHandlers = { [USER]: async () => ({ ignored: 'not ours' }) };
    await (await start({ handlers, onOutcome: (_topic, outcome) => outcomes.push(outcome) })).caughtUp;
    expect(outcomes).toEqual([{ status: 'ignored', reason: 'not ours' }]);
  });

  test('closing lets the event under way finish; the group goes on from there', async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    await events.publish(exampleEvent(USER));
    const first = await start({
      handlers: {
        async [USER]() {
          begun.resolve();
          await finish.promise;
          seen.push('first');
        },
      },
    });
    await begun.promise;
    const closing = first.close();
    finish.resolve();
    await closing;
    const second = await start();
    await events.publish(exampleEvent(USER, { id: OTHER_USER }, { version: 2 }));
    await eventually(() => expect(seen).toEqual(['first', 'other 2']));
    expect(await second.reachEnd(10_000)).toBe(true);
  });

  test('opens the log by its address, and closes it', async () => {
    await events.publish(exampleEvent(USER, {}, { version: 1 }));
    const subscriber = await createSubscriber({
      eventsUrl: 'sqlite:',
      dataDir: events.dataDir,
      group: 'canteen.users',
      handlers: noting,
    });
    await subscriber.caughtUp;
    await subscriber.close();
    expect(seen).toEqual(['user 1']);
  });

  test.each([
    ['access.users', noting, /<team>/],
    ['', noting, /<team>/],
    ['canteen.users', {}, /no handler/],
    ['canteen.users', { 'gatehouse.unknown.v1': async () => undefined }, /no such event type/],
  ])('refuses misuse: group %j', async (group, handlers, message) => {
    await expect(start({ group, handlers: handlers as EventHandlers })).rejects.toThrow(message);
  });

  test.each([
    [{ group: undefined }, /<team>/],
    [{ startFrom: 'end' }, /startFrom should be beginning or now: end/],
    [{ concurrency: Number.NaN }, /concurrency should be 1 or more/],
    [{ log: undefined, eventsUrl: undefined }, /eventsUrl is missing/],
  ])('refuses %j at once', async (options, message) => {
    const { log, ...others } = { log: events.log, group: 'canteen.users', handlers: noting, ...options };
    const given = { ...others, ...(log && { log }) };
    const refused = createSubscriber(given as Parameters<typeof createSubscriber>[0]);
    await expect(refused).rejects.toThrow(TypeError);
    await expect(refused).rejects.toThrow(message);
  });
});
