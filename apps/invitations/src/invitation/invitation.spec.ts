import { type InvitationState, invitationState } from '@gatehouse/contracts';
import { callbackIn, emailIn } from '@gatehouse/contracts/testing';
import { idFrom, timedIdFrom } from '@gatehouse/runtime';
import {
  abandon,
  accept,
  decline,
  erase,
  eraseLater,
  expire,
  grant,
  link,
  listedStatus,
  receive,
  reconsider,
  renew,
  resendCommand,
  resume,
  revoke,
  wait,
} from './invitation.ts';

const AT = '2026-03-01T10:00:00.000Z';
const LATER = '2026-03-01T11:00:00.000Z';
const EXPIRES = '2026-03-29T10:00:00.000Z';
const [ID, SERVICE, USER, REGISTRATION] = ['invitation', 'service', 'user', 'registration'].map((part) =>
  idFrom('test', part),
) as [string, string, string, string];
const registration = { id: REGISTRATION, expiresAt: EXPIRES };

const received = receive(
  {
    id: ID,
    serviceId: SERVICE,
    audienceServiceId: SERVICE,
    sourceId: 7,
    email: 'Ann@example.org',
    givenName: 'Ann',
    familyName: 'Lee',
    callback: 'https://service.example.org/callback',
    subjectOverride: 'Come',
    bodyOverride: 'Please',
    correlationId: 'a-test',
  },
  AT,
  EXPIRES,
);

function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing came of it');
  return value;
}

const waiting = sure(wait(received, registration, AT));
const linking = sure(link(waiting, { userId: USER, userVersion: 3, inform: true }, AT));
const granting = sure(grant(linking, 12, AT));
const informing = { givenName: 'Ann', serviceName: 'Meals' };
const accepted = sure(accept(granting, { commandRequestId: granting.commandRequest.id, informing }, AT));
const expired = sure(expire(waiting, AT));
const revoked = sure(revoke(waiting, 'operator', AT));
const declined = sure(decline(waiting, AT));
const states: Record<InvitationState['status'], InvitationState> = {
  received,
  waiting,
  linking,
  granting,
  accepted,
  expired,
  revoked,
  declined,
};

/** Each transition, the statuses in which it is possible, and the next one. */
const commands: [
  string,
  (state: InvitationState) => InvitationState | undefined,
  Partial<Record<InvitationState['status'], InvitationState['status']>>,
][] = [
  ['wait', (state) => wait(state, registration, LATER), { received: 'waiting', expired: 'waiting' }],
  ['renew', (state) => renew(state, LATER, LATER), { waiting: 'waiting' }],
  ['reconsider', (state) => reconsider(state, LATER), { waiting: 'received', expired: 'received' }],
  [
    'link',
    (state) => link(state, { userId: USER, userVersion: 3, inform: false }, LATER),
    { received: 'linking', waiting: 'linking' },
  ],
  ['grant', (state) => grant(state, 13, LATER), { linking: 'granting' }],
  [
    'accept',
    (state) => accept(state, { commandRequestId: granting.commandRequest.id, informing }, LATER),
    { granting: 'accepted' },
  ],
  ['expire', (state) => expire(state, LATER), { waiting: 'expired' }],
  [
    'revoke',
    (state) => revoke(state, 'service', LATER),
    { received: 'revoked', waiting: 'revoked', expired: 'revoked' },
  ],
  ['decline', (state) => decline(state, LATER), { waiting: 'declined' }],
  ['resume', (state) => resume(state, LATER), { revoked: 'waiting', declined: 'waiting' }],
  ['eraseLater', (state) => eraseLater(state, LATER), { received: 'received', waiting: 'waiting' }],
  ['abandon', (state) => abandon(state, LATER), { linking: 'revoked', granting: 'revoked' }],
  ['resendCommand', (state) => resendCommand(state, LATER), { linking: 'linking', granting: 'granting' }],
  [
    'erase',
    (state) => erase(state, LATER),
    { accepted: 'accepted', expired: 'expired', revoked: 'revoked', declined: 'declined' },
  ],
];

describe.each(commands)('%s', (_name, command, outcomes) => {
  test.each(Object.entries(states))('on one that is %s', (status, state) => {
    const next = command(state);
    expect(next?.status).toBe(outcomes[status as InvitationState['status']]);
    if (next === undefined) return;
    expect(invitationState.parse(next)).toEqual(next);
    expect(next).toMatchObject({
      id: ID,
      sourceId: 7,
      correlationId: 'a-test',
      createdAt: AT,
      updatedAt: LATER,
    });
  });
});

test('only members of the new status are carried over', () => {
  expect(Object.keys(sure(reconsider(waiting, LATER))).sort()).toEqual(Object.keys(received).sort());
  expect(sure(grant(linking, 12, LATER))).toMatchObject({ registrationId: REGISTRATION, inform: true });
  expect(accepted).not.toHaveProperty('commandRequest');
  expect(accepted).not.toHaveProperty('inform');
});

test('callback and email have ids made from the invitation; the email only where the user did not come by the link', () => {
  expect(callbackIn(accepted)).toEqual({
    kind: 'callback',
    id: timedIdFrom(AT, 'callback', ID),
    url: 'https://service.example.org/callback',
    serviceId: SERVICE,
    body: { sub: USER, sourceId: 7 },
    correlationId: 'a-test',
    at: AT,
  });
  expect(emailIn(accepted)).toEqual({
    ...{ kind: 'email', template: 'informing', id: idFrom('informing-email', ID), at: AT },
    ...{ serviceId: SERVICE, recipient: { userId: USER, userVersion: 12 }, data: informing },
    correlationId: 'a-test',
  });
  const silent = sure(grant(sure(link(waiting, { userId: USER, userVersion: 3, inform: false }, AT)), 1, AT));
  const uninformed = sure(accept(silent, { commandRequestId: silent.commandRequest.id, informing }, AT));
  expect(emailIn(uninformed)).toBeUndefined();
  const { callback: _none, ...uncalled } = granting;
  const uninterested = accept(uncalled, { commandRequestId: granting.commandRequest.id, informing }, AT);
  expect(callbackIn(sure(uninterested))).toBeUndefined();
});

test('of those that ended only one that the operator revoked while it waited is resumed', () => {
  expect(resume(sure(revoke(received, 'service', AT)), LATER)).toBeUndefined();
  expect(resume(sure(abandon(linking, AT)), LATER)).toBeUndefined();
});

test('a reply to another command request is none', () => {
  expect(accept(granting, { commandRequestId: 'grant:another', informing }, AT)).toBeUndefined();
});

test('sent again, it keeps the id and the first time', () => {
  expect(resendCommand(linking, LATER)).toMatchObject({
    commandRequest: { id: linking.commandRequest.id, at: LATER, firstAt: AT },
  });
});

test('nothing personal is left once the person is removed', () => {
  const personal = /ann|lee|come|please/i;
  for (const state of [accepted, expired, revoked]) {
    const erased = sure(erase(state, LATER));
    expect(JSON.stringify(erased)).not.toMatch(personal);
    expect(erase(erased, LATER)).toBeUndefined();
  }
  const marked = sure(eraseLater(waiting, AT));
  expect(eraseLater(marked, LATER)).toBeUndefined();
  for (const over of [expire(marked, LATER), revoke(marked, 'operator', LATER)]) {
    expect(JSON.stringify(sure(over))).not.toMatch(personal);
  }
  const gone = sure(abandon(linking, LATER));
  expect(gone).toMatchObject({ status: 'revoked', reason: 'user-removed' });
  expect(JSON.stringify(gone)).not.toMatch(personal);
  expect(callbackIn(sure(erase(accepted, LATER)))).toBeDefined();
});

test('an expiry that is the same already changes nothing', () => {
  expect(renew(waiting, EXPIRES, LATER)).toBeUndefined();
});

test('received and waiting are listed as open, all that is under way as accepted', () => {
  expect(Object.values(states).map(listedStatus)).toEqual([
    'open',
    'open',
    'accepted',
    'accepted',
    'accepted',
    'expired',
    'revoked',
    'declined',
  ]);
});
