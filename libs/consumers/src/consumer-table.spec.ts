import { exampleEvent, originOf } from '@gatehouse/contracts';
import type { ParsedRecord } from '@gatehouse/event-log';
import { batchConsumerOf, consumerOf } from './consumer-table.ts';

const USER = 'gatehouse.directory.user.v1';
const GRANT = 'gatehouse.access.grant.v1';
const NO_HANDLER = { status: 'ignored', reason: 'a type without a handler' };

function recordOf({ topic, key, event }: ReturnType<typeof exampleEvent>): ParsedRecord {
  const value = JSON.stringify(event);
  return { topic, key, event, record: { topic, key, value, partition: 0, offset: '1', timestamp: 0 } };
}
const user = recordOf(exampleEvent(USER, {}, { version: 5 }));
const grant = recordOf(exampleEvent(GRANT));
const broken: ParsedRecord = { ...user, event: { ...user.event, data: {} } };

describe('consumerOf', () => {
  test('reads the topics of its types, each once', () => {
    const handler = async () => {};
    const handlers = { [GRANT]: handler, 'gatehouse.access.approvers.v1': handler, [USER]: handler };
    expect(consumerOf(handlers).topics).toEqual(['access.grants.v1', 'directory.users.v1']);
    expect(() => consumerOf({})).toThrow(TypeError);
  });

  test('a handler says that it had nothing to do', async () => {
    const { handle } = consumerOf({ [USER]: async () => ({ ignored: 'a reason' }) });
    expect(await handle(user)).toEqual({ status: 'ignored', reason: 'a reason' });
    expect(await handle(grant)).toEqual(NO_HANDLER);
    await expect(handle(broken)).rejects.toThrow('data');
  });
});

describe('batchConsumerOf', () => {
  test('hands over the events of its types, and gives every record its outcome', async () => {
    const { handleMany } = batchConsumerOf([USER], async (events) =>
      events.map(({ data }) => (data.version === 5 ? undefined : { ignored: 'older' })),
    );
    const older = recordOf(exampleEvent(USER, {}, { version: 4 }));
    expect(await handleMany([grant, older, user])).toEqual([
      NO_HANDLER,
      { status: 'ignored', reason: 'older' },
      { status: 'done' },
    ]);
  });

  test('a handler that answers nothing has done all; one that answers for some only is a mistake', async () => {
    expect(await batchConsumerOf([USER], async () => {}).handle(user)).toEqual({ status: 'done' });
    await expect(batchConsumerOf([USER], async () => []).handle(user)).rejects.toThrow(TypeError);
  });

  test('a record that breaks its contract is refused, unless it is the reader’s own', async () => {
    await expect(batchConsumerOf([USER], async () => {}).handle(broken)).rejects.toThrow('data');
    const own = batchConsumerOf([USER], async () => {}, { areOwn: true });
    expect(await own.handle(broken)).toEqual({ status: 'done' });
  });
});

test('the origin of a change that reacts to an event names it as the cause', () => {
  const origin = { correlationId: 'c-1', actor: 'operator', causationId: 'x/1' };
  const event = { id: 'y/2', correlationid: origin.correlationId, actor: origin.actor };
  expect(originOf(event)).toEqual({ ...origin, causationId: 'y/2' });
});
