import { type RegistrationState, registrationState } from '@gatehouse/contracts';
import { emailIn } from '@gatehouse/contracts/testing';
import { idFrom } from '@gatehouse/runtime';
import {
  accept,
  canBeJoined,
  complete,
  dropSent,
  end,
  erase,
  eraseLater,
  expire,
  type NewEmail,
  open,
  resendCommand,
  sendAgain,
} from './registration.ts';

const AT = '2026-03-01T10:00:00.000Z';
const LATER = '2026-03-02T10:00:00.000Z';
const EXPIRES = '2026-03-29T10:00:00.000Z';
const NOW = Date.parse(AT);
const AFTER_EXPIRY = Date.parse(EXPIRES);
const [ID, SERVICE, USER] = ['registration', 'service', 'user'].map((part) => idFrom('test', part)) as [
  string,
  string,
  string,
];
const newEmail: NewEmail = {
  to: 'Ann@example.org',
  givenName: 'Ann',
  serviceId: SERVICE,
  serviceName: 'Meals',
  correlationId: 'c',
  sealed: 'sealed',
  expiresAt: EXPIRES,
};
const EMAIL_ID = idFrom('registration-email', ID, '1');
const acceptance = { userId: USER, givenName: 'Ann', familyName: 'Lee', shown: [], correlationId: 'c' };

function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing came of it');
  return value;
}

const opened = open({ id: ID, email: 'Ann@example.org' }, newEmail, AT);
const accepted = sure(accept(opened, acceptance, NOW));
const states: Record<string, RegistrationState> = {
  open: opened,
  accepted,
  completed: sure(complete(accepted, AT)),
  expired: sure(expire(opened, AFTER_EXPIRY)),
  revoked: sure(end(opened, 'revoked', AT)),
  superseded: sure(end(opened, 'superseded', AT)),
};

const commands: [
  string,
  (state: RegistrationState) => RegistrationState | undefined,
  Record<string, string>,
][] = [
  ['sendAgain', (state) => sendAgain(state, newEmail, LATER), { open: 'open', expired: 'open' }],
  ['accept', (state) => accept(state, acceptance, NOW), { open: 'accepted' }],
  ['accept, too late', (state) => accept(state, acceptance, AFTER_EXPIRY), {}],
  ['complete', (state) => complete(state, LATER), { accepted: 'accepted' }],
  ['resendCommand', (state) => resendCommand(state, LATER), { accepted: 'accepted' }],
  ['expire', (state) => expire(state, AFTER_EXPIRY), { open: 'expired' }],
  ['expire, too early', (state) => expire(state, AFTER_EXPIRY - 1), {}],
  ['end as revoked', (state) => end(state, 'revoked', LATER), { open: 'revoked' }],
  ['end as superseded', (state) => end(state, 'superseded', LATER), { open: 'superseded' }],
  ['dropSent', (state) => dropSent(state, EMAIL_ID, LATER), { open: 'open' }],
  [
    'erase',
    (state) => erase(state, LATER),
    { completed: 'accepted', expired: 'expired', revoked: 'revoked', superseded: 'superseded' },
  ],
];

describe.each(commands)('%s', (_name, command, outcomes) => {
  test.each(Object.entries(states))('on one that is %s', (name, state) => {
    const next = command(state);
    expect(next?.status).toBe(outcomes[name]);
    if (next !== undefined) expect(registrationState.parse(next)).toEqual(next);
  });
});

test('each generation has an email of its own to send', () => {
  const again = sure(sendAgain(opened, newEmail, LATER));
  expect(again.generation).toBe(2);
  expect(emailIn(again)).toMatchObject({ id: idFrom('registration-email', ID, '2'), generation: 2 });
  expect(again.createdAt).toBe(AT);
  expect(dropSent(again, EMAIL_ID, LATER)).toBeUndefined();
});

test('what was sent is dropped once', () => {
  const sent = sure(dropSent(opened, EMAIL_ID, LATER));
  expect(sent).not.toHaveProperty('messages');
  expect(dropSent(sent, EMAIL_ID, LATER)).toBeUndefined();
});

test('nothing that is sealed outlives the open registration', () => {
  for (const [name, state] of Object.entries(states)) {
    expect(`${name}: ${JSON.stringify(state).includes('sealed')}`).toBe(`${name}: ${name === 'open'}`);
  }
});

test('it can be joined while it is open, or its user about to be made', () => {
  const joinable = Object.entries(states).filter(([, state]) => canBeJoined(state));
  expect(joinable.map(([name]) => name)).toEqual(['open', 'accepted']);
});

test('nothing personal is left once the person is removed', () => {
  const erased = sure(erase(sure(complete(accepted, AT)), LATER));
  expect(JSON.stringify(erased)).not.toMatch(/ann|lee/i);
  const marked = sure(eraseLater(opened, AT));
  expect(eraseLater(marked, LATER)).toBeUndefined();
  expect(eraseLater(accepted, LATER)).toBeUndefined();
  const again = sure(sendAgain(marked, newEmail, LATER));
  for (const over of [
    end(marked, 'revoked', LATER),
    expire(marked, AFTER_EXPIRY),
    end(again, 'superseded', LATER),
  ]) {
    expect(JSON.stringify(sure(over))).not.toMatch(/ann|lee/i);
  }
});
