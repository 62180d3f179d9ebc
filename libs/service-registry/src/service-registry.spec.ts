import { service } from '@gatehouse/contracts/testing';
import { createSealer } from '@gatehouse/runtime';
import { createServiceRegistry, type RegisteredService } from './service-registry.ts';

const A = 'AAAAAAAA-0000-4000-8000-000000000001';
const B = 'BBBBBBBB-0000-4000-8000-000000000002';
const SECRET = 'CCCCCCCC-0000-4000-8000-000000000003';
const at = '2026-01-01T00:00:00.000Z';
const sealer = createSealer(['a master key of some length']);

function registered(
  id: string,
  version: number,
  members: Partial<RegisteredService> = {},
): RegisteredService {
  return { ...service(id, { clientId: `client-${id.slice(0, 1)}` }), version, ...members };
}

test('finds a service by its id or client id in any case, and by its exact client id', () => {
  const registry = createServiceRegistry();
  registry.apply(registered(A, 1, { clientId: 'My-Client' }));
  for (const text of [A, A.toLowerCase(), 'My-Client', 'MY-client'])
    expect(registry.byIdOrClientId(text)?.id).toBe(A);
  expect(registry.byClientId('My-Client')?.id).toBe(A);
  expect(registry.byClientId('my-client')).toBeUndefined();
  expect(registry.byIdOrClientId(B)).toBeUndefined();
});

test('an older state changes nothing', () => {
  const registry = createServiceRegistry();
  registry.apply(registered(A, 2, { name: 'new' }));
  registry.apply(registered(A, 1, { name: 'old', clientId: 'old' }));
  expect(registry.byId(A)?.name).toBe('new');
  expect(registry.byIdOrClientId('old')).toBeUndefined();
  expect(registry.versionOf(A)).toBe(2);
});

test('a deleted service is nobody, and known at its version; made again, it is there', async () => {
  const registry = createServiceRegistry({ sealer });
  registry.apply(registered(A, 1, { clientId: 'x', parentId: B }));
  registry.apply(registered(B, 1, { clientId: 'y' }));
  registry.apply(registered(A, 2, { clientId: '', status: 0, secrets: [], removedAt: at }));
  for (const text of [A, 'x', '']) expect(registry.byIdOrClientId(text)).toBeUndefined();
  for (const text of ['x', '']) expect(registry.byClientId(text)).toBeUndefined();
  expect([registry.byId(A), registry.childrenOf(B), registry.secretsOf(A, 0)]).toEqual([undefined, [], []]);
  expect(await registry.reaches(A, 2, 0)).toBe(true);
  registry.apply(registered(B, 2, { clientId: 'x' }));
  registry.apply(registered(A, 3, { clientId: 'z' }));
  expect([registry.byClientId('x')?.id, registry.byClientId('z')?.id]).toEqual([B, A]);
});

test('a client id that was given up is unknown', () => {
  const registry = createServiceRegistry();
  registry.apply(registered(A, 1, { clientId: 'x' }));
  registry.apply(registered(A, 2, { clientId: 'y' }));
  expect(registry.byClientId('x')).toBeUndefined();
  expect(registry.byClientId('y')?.id).toBe(A);
});

test('a client id passes from one service to another, in whatever order the records come', () => {
  const states = [
    registered(A, 1, { clientId: 'x' }),
    registered(A, 2, { clientId: 'y' }),
    registered(B, 3, { clientId: 'X' }),
  ];
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [2, 0, 1],
  ]) {
    const registry = createServiceRegistry();
    for (const index of order) registry.apply(states[index] as RegisteredService);
    expect(registry.byIdOrClientId('x')?.id).toBe(B);
    expect(registry.byClientId('x')).toBeUndefined();
    expect(registry.byClientId('X')?.id).toBe(B);
  }
});

test('children are direct children, as of now', () => {
  const registry = createServiceRegistry();
  registry.apply(registered(B, 1, { parentId: A }));
  expect(registry.childrenOf(A).map(({ id }) => id)).toEqual([B]);
  registry.apply(registered(B, 2));
  expect(registry.childrenOf(A)).toEqual([]);
});

test('secrets: newest first, each until its overlap ends, the same object each time', () => {
  const registry = createServiceRegistry({ sealer });
  const sealed = (text: string) => sealer.seal(text, `service-secret:${A}`);
  const expiresAt = '2026-01-02T00:00:00.000Z';
  const secrets = [
    { id: SECRET, sealed: sealed('new'), createdAt: at },
    { id: B, sealed: sealed('old'), createdAt: at, expiresAt },
    { id: A, sealed: sealer.seal('foreign', `service-secret:${B}`), createdAt: at },
  ];
  registry.apply(registered(A, 1, { secrets }));
  const end = Date.parse(expiresAt);
  expect(registry.secretsOf(A, end - 1).map(({ text }) => text)).toEqual(['new', 'old']);
  expect(registry.secretsOf(A, end).map(({ text }) => text)).toEqual(['new']);
  expect(registry.secretsOf(A, end)[0]).toBe(registry.secretsOf(A, 0)[0]);
  expect(registry.secretsOf(B, 0)).toEqual([]);
});

test('which services have a valid secret that no key at hand opens', () => {
  const other = createSealer(['another master key']);
  const registry = createServiceRegistry({ sealer });
  const secret = (by: typeof sealer, id: string, expiresAt?: string) => {
    return {
      id,
      sealed: by.seal('text', `service-secret:${id}`),
      createdAt: at,
      ...(expiresAt && { expiresAt }),
    };
  };
  registry.apply(
    registered(A, 1, { secrets: [secret(sealer, A), secret(other, A, '2026-01-02T00:00:00.000Z')] }),
  );
  registry.apply(registered(B, 1, { secrets: [secret(other, B), secret(other, B)] }));
  const key = String(sealer.missingKey(other.seal('x', 'x')));
  expect(registry.unopenable(Date.parse(at))).toEqual(new Map([[key, [A, B]]]));
  expect(registry.unopenable(Date.parse('2026-01-02T00:00:00.000Z'))).toEqual(new Map([[key, [B]]]));
});

test('waits for a version', async () => {
  const registry = createServiceRegistry();
  const second = registry.reaches(A, 2, 60_000);
  const third = registry.reaches(A, 3, 20);
  registry.apply(registered(A, 1));
  registry.apply(registered(A, 2));
  expect(await second).toBe(true);
  expect(await third).toBe(false);
  expect(await registry.reaches(A, 1, 0)).toBe(true);
});
