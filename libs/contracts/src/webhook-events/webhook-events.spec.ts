import { exampleIds } from '../examples/example-ids.ts';
import { changedNames } from './changed-names.ts';
import { testWebhookEvent } from './test-event.ts';
import {
  entityOfWebhookEvent,
  subjectOfWebhookEvent,
  webhookEvent,
  webhookEvents,
  webhookEventTypes,
} from './webhook-events.ts';
import { webhookExamples } from './webhook-examples.ts';

const TIMESTAMP = '2026-03-02T09:05:00.000Z';
const asked = { serviceId: exampleIds.service, timestamp: TIMESTAMP };

describe.each(webhookEventTypes)('%s', (type) => {
  test('has an example, which is under 4 KiB and as its schema has it', () => {
    const example = webhookExamples[type];
    expect(webhookEvent.parse(example)).toEqual(example);
    expect(Buffer.byteLength(JSON.stringify(example))).toBeLessThan(4_096);
  });

  test('has a test event with the members of the example and `test`', () => {
    const { data, ...rest } = testWebhookEvent(type, asked);
    expect(rest).toEqual({ type, timestamp: TIMESTAMP });
    expect(data.test).toBe(true);
    expect(Object.keys(data).sort()).toEqual(
      [...new Set([...Object.keys(webhookExamples[type].data), 'test'])].sort(),
    );
    if ('version' in data) expect(data.version).toBe(0);
    if ('changed' in data) expect(data.changed).toEqual([]);
  });

  test('carries nothing that the contract does not name', () => {
    const { data, ...rest } = webhookExamples[type];
    const more = { ...rest, email: 'a@example.org', data: { ...data, sourceId: 'joiner-1' } };
    expect(webhookEvents[type].parse(more)).toEqual(webhookExamples[type]);
  });
});

test('the names of what changed are in the order in which they are listed', () => {
  for (const names of Object.values(changedNames)) expect(names).toEqual([...new Set(names)].sort());
  expect(changedNames.organisation).toEqual(expect.arrayContaining(['name', 'category', 'urn', 'closedOn']));
});

test('even with all names an event is under 4 KiB', () => {
  const { data, ...rest } = webhookExamples['organisation.updated'];
  const event = { ...rest, data: { ...data, changed: [...changedNames.organisation] } };
  expect(webhookEvent.parse(event)).toEqual(event);
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(4_096);
});

test('keeps its order by user, organisation or invitation', () => {
  const { user, organisation, service, invitation } = exampleIds;
  const entities = Object.fromEntries(
    webhookEventTypes.map((type) => {
      const event = webhookExamples[type];
      return [type, [subjectOfWebhookEvent(event), entityOfWebhookEvent(event)]];
    }),
  );
  expect(entities).toEqual({
    ...Object.fromEntries(
      ['user.updated', 'user.deactivated', 'user.removed'].map((type) => [type, [user, `user/${user}`]]),
    ),
    ...Object.fromEntries(
      ['membership.changed', 'membership.removed'].map((type) => [
        type,
        [user, `membership/${user}/${organisation}`],
      ]),
    ),
    ...Object.fromEntries(
      ['grant.changed', 'grant.removed'].map((type) => [
        type,
        [user, `grant/${user}/${organisation}/${service}`],
      ]),
    ),
    'organisation.updated': [organisation, `organisation/${organisation}`],
    'invitation.accepted': [user, `invitation/${invitation}`],
    ...Object.fromEntries(
      ['invitation.expired', 'invitation.revoked', 'invitation.declined'].map((type) => [
        type,
        [invitation, `invitation/${invitation}`],
      ]),
    ),
    'webhook.enabled': [undefined, undefined],
    'webhook.test': [undefined, undefined],
  });
});
