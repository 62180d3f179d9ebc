import { NOW, service } from '../testing/facts.ts';
import { rotateSecret, validSecrets } from './secrets.domain.ts';
import { isTooLarge, replaceService } from './service.ts';
import { wouldLoop } from './service-parents.domain.ts';

const DAY = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

describe('a service that is replaced', () => {
  const details = {
    clientId: 'a-client',
    name: 'A service',
    redirectUris: [],
    params: {},
    status: 1 as const,
  };

  test('loses what is left out, keeps what has commands of its own and what this release does not know', () => {
    const known = { ...service({ description: 'Old', parentId: 'P' }), later: 'member' };
    const next = replaceService(known, { ...details, name: 'New' }, NOW + 1);
    expect(next).toEqual({ ...service(), name: 'New', later: 'member', updatedAt: iso(NOW + 1) });
    expect(next).not.toHaveProperty('description');
    expect(next).not.toHaveProperty('parentId');
  });

  test('is left alone where nothing is new', () => {
    expect(replaceService(service(), details, NOW + 1)).toBeUndefined();
  });

  test('drops secrets that have run out', () => {
    const ended = { id: 'OLD', sealed: 'x', createdAt: iso(NOW - DAY), expiresAt: iso(NOW) };
    const current = service();
    const next = replaceService(
      { ...current, secrets: [...current.secrets, ended] },
      { ...details, name: 'New' },
      NOW,
    );
    expect(next?.secrets.map(({ id }) => id)).toEqual(['FIRST']);
  });

  test('is too large where it and its event would not fit into one document', () => {
    expect(isTooLarge(service())).toBe(false);
    expect(isTooLarge(service({ name: 'x'.repeat(130_000) }))).toBe(true);
    expect(isTooLarge(service({ name: 'é'.repeat(65_000) }))).toBe(true);
  });
});

describe('rotation', () => {
  const add = (id: string) => ({ id, sealed: `sealed-${id}` });

  test('puts the new secret first; each old one ends with its own overlap, whatever a later rotation says', () => {
    const first = rotateSecret(service(), add('B'), 3_600, NOW);
    expect(first.secrets.map(({ id, expiresAt }) => [id, expiresAt])).toEqual([
      ['B', undefined],
      ['FIRST', iso(NOW + 3_600_000)],
    ]);
    const second = rotateSecret(first, add('C'), 86_400, NOW + 1_000);
    expect(second.secrets.map(({ id, expiresAt }) => [id, expiresAt])).toEqual([
      ['C', undefined],
      ['B', iso(NOW + 1_000 + DAY)],
      ['FIRST', iso(NOW + 3_600_000)],
    ]);
    const third = rotateSecret(second, add('D'), 60, NOW + 2_000);
    expect(third.secrets.slice(1).map(({ expiresAt }) => expiresAt)).toEqual([
      iso(NOW + 62_000),
      iso(NOW + 1_000 + DAY),
      iso(NOW + 3_600_000),
    ]);
  });

  test('without overlap only the new one is left', () => {
    expect(rotateSecret(service(), add('B'), 0, NOW).secrets.map(({ id }) => id)).toEqual(['B']);
  });

  test('a secret verifies up to its end, not at it', () => {
    const { secrets } = rotateSecret(service(), add('B'), 1, NOW);
    expect(validSecrets(secrets, NOW + 999)).toHaveLength(2);
    expect(validSecrets(secrets, NOW + 1_000)).toHaveLength(1);
  });
});

describe('parents', () => {
  const parents: Record<string, string> = { middle: 'top', low: 'middle', x: 'y', y: 'x' };
  const parentOf = async (id: string) => parents[id];

  test.each([
    ['top', 'top', true],
    ['top', 'low', true],
    ['low', 'top', false],
    ['other', 'x', false],
  ])('%s below %s: a loop is %s', async (id, parentId, loop) => {
    expect(await wouldLoop(parentOf, id, parentId)).toBe(loop);
  });
});
