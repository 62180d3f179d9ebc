import { buildEvent, type EventOf, eventTypes } from '@gatehouse/contracts';
import { holdsPersonal, jsonSchemaOf, PERSONAL_TEXT, valuesOf } from '@gatehouse/contracts/testing';
import fc from 'fast-check';
import type { z } from 'zod';
import { auditRecord, auditRecordOf } from './audit-record.ts';
import { type AuditedTypes, auditedEventTypes } from './audited-entities.ts';
import { auditedStateOf } from './audited-state.ts';
import { recordOfEvent } from './record-of-event.ts';

const RUNS = { numRuns: 100, seed: 20_261 };
const origin = { correlationId: 'c', actor: 'operator' };
const schemaOf = (type: AuditedTypes) =>
  eventTypes[type].schema.shape.data.shape.state as unknown as z.ZodType;

function eventOf(type: AuditedTypes, version: number, state: object, previous?: object) {
  const entity = { version, state: state as never, previous };
  return buildEvent(type, entity, origin, 0).event as unknown as EventOf<AuditedTypes>;
}

test.each(auditedEventTypes)(
  'whatever changes of %s, nothing personal is in its record or is kept',
  (type) => {
    const states = valuesOf(jsonSchemaOf(schemaOf(type))) as fc.Arbitrary<{ id: string }>;
    fc.assert(
      fc.property(states, states, (first, then) => {
        const second = { ...then, id: first.id };
        const events = [eventOf(type, 1, first), eventOf(type, 2, second, first)];
        const kept = events.map((event) => auditedStateOf(event));
        const records = events.flatMap(
          (event, n) => recordOfEvent(event, kept[n - 1], kept[n] as never) ?? [],
        );
        expect(JSON.stringify([kept, records])).not.toMatch(PERSONAL_TEXT);
        for (const record of records) auditRecord.parse(auditRecordOf({ ...record, version: 1 }));
      }),
      RUNS,
    );
  },
);

test('the generated states of users, grants, requests and invitations hold what must not be seen', () => {
  const personal = auditedEventTypes.filter((type) => holdsPersonal(jsonSchemaOf(schemaOf(type))));
  expect(personal).toEqual([
    'gatehouse.directory.user.v1',
    'gatehouse.access.grant.v1',
    'gatehouse.access.request.v1',
    'gatehouse.invitations.invitation.v1',
    'gatehouse.signin.identity.v1',
    'gatehouse.accounts.identity.v1',
    'gatehouse.notifier.webhook.v1',
  ]);
});

test('of a removed entity nothing is kept but that it was removed', () => {
  const state = {
    id: '00000000-0000-4000-8000-000000000001',
    answered: [],
    state: 'removed',
    removedAt: '2026-01-01T00:00:00.000Z',
  };
  const kept = auditedStateOf(eventOf('gatehouse.directory.user.v1', 2, state));
  expect(kept).toEqual({ removed: true, shown: {}, digests: {}, items: {} });
});
