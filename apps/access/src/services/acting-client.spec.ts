import { mayActFor } from './acting-client.ts';

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
