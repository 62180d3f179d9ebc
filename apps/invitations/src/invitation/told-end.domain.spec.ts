import type { InvitationOf } from '@gatehouse/contracts';
import { receive, revoke } from './invitation.ts';
import { toldOfEnd } from './told-end.domain.ts';

const AT = '2026-03-01T10:00:00.000Z';
const ID = 'E1F2A3B4-C5D6-4E7F-8091-A2B3C4D5E605';
const facts = { id: ID, serviceId: ID, audienceServiceId: ID, sourceId: 's', correlationId: 'c' };
const received = receive(facts, AT, AT);
const revoked = revoke(received, 'operator', AT) as InvitationOf<'revoked'>;
const told = { version: 7, audienceOf: () => [ID] };
const nobody = { version: 8, audienceOf: () => [] };

test('a change that ends nothing is left as it is', () => {
  expect(toldOfEnd(received, received, told)).toBe(received);
  const ended = toldOfEnd(received, revoked, told);
  expect(ended).toMatchObject({ messages: [{ kind: 'webhook', serviceIds: [ID] }] });
  expect(toldOfEnd(ended, ended, nobody)).toBe(ended);
});

test('where nobody is told, nothing is listed; what an earlier end told is not told again', () => {
  expect(toldOfEnd(received, revoked, nobody)).toEqual(revoked);
  const carried = toldOfEnd(received, revoked, told);
  expect(toldOfEnd(received, carried, nobody)).toEqual(revoked);
});
