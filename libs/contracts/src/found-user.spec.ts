import { isWhomItFound } from './found-user.ts';

const found = { userVersion: 5, email: 'Ann@example.org' };

test.each([
  ['the first life', found, { email: 'other@example.org' }, true],
  ['the life that it found', found, { incarnation: 5, email: 'other@example.org' }, true],
  ['a later life of another person', found, { incarnation: 6, email: 'other@example.org' }, false],
  ['a later life with the invited address', found, { incarnation: 6, email: 'ann@EXAMPLE.org' }, true],
  ['a later life without an address', found, { incarnation: 6 }, false],
  [
    'a later life, the invited address forgotten',
    { userVersion: 5 },
    { incarnation: 6, email: 'a@b.example' },
    false,
  ],
])('%s', (_, invitation, user, expected) => {
  expect(isWhomItFound(invitation, user)).toBe(expected);
});
