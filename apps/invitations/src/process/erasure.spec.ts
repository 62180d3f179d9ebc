import {
  type InvitationState,
  invitationState,
  type RegistrationState,
  registrationState,
} from '@gatehouse/contracts';
import { jsonSchemaOf, PERSONAL_TEXT, valuesOf } from '@gatehouse/contracts/testing';
import fc from 'fast-check';
import * as invitations from '../invitation/invitation.ts';
import { invitationKeys } from '../invitation/invitations.store.ts';
import * as registrations from '../registration/registration.ts';
import { registrationKeys } from '../registration/registrations.store.ts';

const RUNS = { numRuns: 300, seed: 20_261 };
const AT = '2026-01-01T00:00:00.000Z';
const LATE = Date.parse('2200-01-01T00:00:00.000Z');

const anyInvitation = valuesOf(jsonSchemaOf(invitationState)) as fc.Arbitrary<InvitationState>;
const anyRegistration = valuesOf(jsonSchemaOf(registrationState)) as fc.Arbitrary<RegistrationState>;

const invitationMarks = {
  sameAs: 'made of the email',
  claim: 'made of the email',
  idempotency: { id: 'K', use: 0, hash: 'made of the body', at: AT },
};

/** What the store has of them. */
const storedInvitation = (state: InvitationState) =>
  JSON.stringify({ state, ...invitationKeys(state, invitationMarks) });
const storedRegistration = (state: RegistrationState) =>
  JSON.stringify({ state, ...registrationKeys(state, { tokenHash: 'T' }) });

function expectErased(stored: string) {
  expect(stored).not.toMatch(PERSONAL_TEXT);
  expect(stored).not.toMatch(/made of|"language"/);
}

test('an invitation that is over is erased whole; no other is', () => {
  fc.assert(
    fc.property(anyInvitation, (state) => {
      expect(storedInvitation(state)).toMatch(PERSONAL_TEXT);
      const isOver = ['accepted', 'expired', 'revoked', 'declined'].includes(state.status);
      const erased = invitations.erase(state, AT);
      if (!isOver) return expect(erased).toBeUndefined();
      expectErased(storedInvitation(erased as InvitationState));
      expect(invitations.erase(erased as InvitationState, AT)).toBeUndefined();
    }),
    RUNS,
  );
});

test('a registration that is over is erased whole; no other is', () => {
  fc.assert(
    fc.property(anyRegistration, (state) => {
      const erased = registrations.erase(state, AT);
      if (registrations.canBeJoined(state)) return expect(erased).toBeUndefined();
      expectErased(storedRegistration(erased as RegistrationState));
      expect(registrations.erase(erased as RegistrationState, AT)).toBeUndefined();
    }),
    RUNS,
  );
});

const invitationSteps: ((state: InvitationState) => InvitationState | undefined)[] = [
  (state) => invitations.wait(state, { id: state.id, expiresAt: AT }, AT),
  (state) => invitations.reconsider(state, AT),
  (state) => invitations.link(state, { userId: state.id, userVersion: 1, inform: true }, AT),
  (state) => invitations.grant(state, 2, AT),
  (state) =>
    state.status === 'granting'
      ? invitations.accept(
          state,
          { commandRequestId: state.commandRequest.id, informing: { givenName: 'A', serviceName: 's' } },
          AT,
        )
      : undefined,
  (state) => invitations.expire(state, AT),
  (state) => invitations.revoke(state, 'operator', AT),
  (state) => invitations.decline(state, AT),
  (state) => invitations.resume(state, AT),
  (state) => invitations.abandon(state, AT),
  (state) => invitations.withdraw(state, AT),
];

test('no member of an invitation goes into a status that does not name it, and what was to be erased is', () => {
  fc.assert(
    fc.property(anyInvitation, fc.constantFrom(...invitationSteps), (state, step) => {
      const next = step(state);
      if (next === undefined || next === state) return;
      expect(Object.keys(invitationState.parse(next)).sort()).toEqual(Object.keys(next).sort());
      const isEnded = ['expired', 'revoked', 'declined'].includes(next.status);
      if (isEnded && next.eraseOnceOver) expectErased(storedInvitation(next));
    }),
    RUNS,
  );
});

const registrationSteps: ((state: RegistrationState) => RegistrationState | undefined)[] = [
  (state) => registrations.complete(state, AT),
  (state) => registrations.end(state, 'superseded', AT),
  (state) => registrations.expire(state, LATE),
  (state) => registrations.withdraw(state, AT),
  (state) =>
    registrations.accept(
      state,
      { userId: state.id, givenName: 'a', familyName: 'b', shown: [], correlationId: 'c' },
      0,
    ),
];

test('no member of a registration goes into a status that does not name it, and what was to be erased is', () => {
  fc.assert(
    fc.property(anyRegistration, fc.constantFrom(...registrationSteps), (state, step) => {
      const next = step(state);
      if (next === undefined || next === state) return;
      expect(Object.keys(registrationState.parse(next)).sort()).toEqual(Object.keys(next).sort());
      if (next.status !== 'accepted' && next.eraseOnceOver) expectErased(storedRegistration(next));
    }),
    RUNS,
  );
});
