import { isShown, mayActFor } from './visibility.ts';

const client = (serviceId: string) => ({ kind: 'client', serviceId, clientId: 'c' }) as const;

describe('acting for a service', () => {
  const family = { own: { id: 'own', parentId: 'parent' }, alone: { id: 'alone' } };

  test.each([
    ['own', true],
    ['parent', true],
    ['grandparent', false],
    ['stranger', false],
  ])('%s for own: %s', (serviceId, may) => {
    expect(mayActFor(client(serviceId), family.own)).toBe(may);
  });

  test('the operator for any, nobody in particular for none', () => {
    expect(mayActFor({ kind: 'operator' }, family.alone)).toBe(true);
    expect(mayActFor({ kind: 'public' }, family.alone)).toBe(false);
    expect(mayActFor(client('own'), family.alone)).toBe(false);
  });
});

describe('seeing a user', () => {
  const none = { granted: false, linked: false };

  test('by grant, by service link, or by the right to see all', () => {
    const ordinary = { params: { canViewAllUsers: 'yes' } };
    expect(isShown(ordinary, none)).toBe(false);
    expect(isShown(ordinary, { ...none, granted: true })).toBe(true);
    expect(isShown(ordinary, { ...none, linked: true })).toBe(true);
    expect(isShown({ params: { canViewAllUsers: 'true' } }, none)).toBe(true);
    expect(isShown({ params: {} }, none)).toBe(false);
  });
});
