import type { InvitationState, RegistrationState } from '@gatehouse/contracts';
import { invitationState, registrationState } from '@gatehouse/contracts';
import { withdraw } from './invitation/invitation.ts';
import { withdraw as withdrawRegistration } from './registration/registration.ts';

const ID = '6D588FF9-F941-4E46-9EDE-DC60FE52A19F';
const AT = '2026-01-02T00:00:00.000Z';
const MADE = '2026-01-01T00:00:00.000Z';
const commandRequest = { id: 'commandRequest', at: MADE, firstAt: MADE };

const facts = {
  id: ID,
  kind: 'invitation' as const,
  serviceId: ID,
  audienceServiceId: ID,
  sourceId: 's',
  email: 'ann@example.org',
  correlationId: 'c',
  createdAt: MADE,
  updatedAt: MADE,
  expiresAt: AT,
};
const linking = {
  ...facts,
  status: 'linking',
  userId: ID,
  inform: true,
  userVersion: 1,
  commandRequest,
} as const;

test.each<[string, InvitationState]>([
  ['received', { ...facts, status: 'received' }],
  ['waiting', { ...facts, status: 'waiting', registrationId: ID }],
  ['linking', linking],
  ['granting', { ...linking, status: 'granting', userVersion: 1 }],
  ['expired', { ...facts, status: 'expired', registrationId: ID }],
])('an invitation that is %s and known to others alone is revoked', (_, state) => {
  const withdrawn = withdraw(state, AT);
  expect(withdrawn).toMatchObject({ status: 'revoked', reason: 'operator', updatedAt: AT });
  expect(invitationState.parse(withdrawn)).toEqual(withdrawn);
});

test('a declined one stays so', () => {
  const declined = { ...facts, status: 'declined', registrationId: ID } as const;
  expect(withdraw(declined, AT)).toEqual(declined);
});

test('an accepted one stays so, and nothing is to be sent', () => {
  const callback = { url: 'https://a.example', serviceId: ID, body: { sub: ID, sourceId: 's' } };
  const messages = [{ kind: 'callback' as const, id: ID, at: MADE, correlationId: 'c', ...callback }];
  const withdrawn = withdraw({ ...facts, status: 'accepted', userId: ID, acceptedAt: MADE, messages }, AT);
  expect(withdrawn).toMatchObject({ status: 'accepted', userId: ID });
  expect(withdrawn).not.toHaveProperty('messages');
});

const registration = {
  id: ID,
  kind: 'registration' as const,
  email: 'ann@example.org',
  generation: 1,
  createdAt: MADE,
  updatedAt: MADE,
  expiresAt: AT,
};
const accepted = { ...registration, status: 'accepted' as const, userId: ID, shown: [], correlationId: 'c' };

test.each<[string, RegistrationState]>([
  ['open', { ...registration, status: 'open' }],
  ['accepted and not answered', { ...accepted, acceptedAt: MADE, commandRequest }],
])('a registration that is %s is revoked', (_, state) => {
  const withdrawn = withdrawRegistration(state, AT);
  expect(withdrawn).toMatchObject({ status: 'revoked', email: 'ann@example.org' });
  expect(registrationState.parse(withdrawn)).toEqual(withdrawn);
});

test('one that is over stays as it is', () => {
  const over: RegistrationState = { ...accepted, acceptedAt: MADE };
  expect(withdrawRegistration(over, AT)).toBe(over);
});
