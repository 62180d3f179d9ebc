import { service } from '@gatehouse/contracts/testing';
import { conflict } from '@gatehouse/errors';
import { serviceInUrl } from './service-in-url.ts';
import { createServiceRegistry } from './service-registry.ts';

const OWN = 'AAAAAAAA-0000-4000-8000-000000000001';
const CHILD = 'AAAAAAAA-0000-4000-8000-000000000002';
const GRANDCHILD = 'AAAAAAAA-0000-4000-8000-000000000003';
const UNKNOWN = 'AAAAAAAA-0000-4000-8000-000000000004';

const registry = createServiceRegistry();
registry.apply({ ...service(OWN, { clientId: 'Own' }), version: 1 });
registry.apply({ ...service(CHILD, { clientId: 'child', parentId: OWN }), version: 1 });
registry.apply({ ...service(GRANDCHILD, { clientId: 'grandchild', parentId: CHILD }), version: 1 });

const client = (serviceId: string) => ({ kind: 'client' as const, serviceId, clientId: 'irrelevant' });
const operator = { kind: 'operator' as const };

test.each([
  ['its own client, by id in any case', OWN.toLowerCase(), client(OWN), OWN],
  ['its own client, by client id in any case', 'oWN', client(OWN), OWN],
  ['its parent', 'child', client(OWN), CHILD],
  ['the operator', GRANDCHILD, operator, GRANDCHILD],
])('a service is found for %s', async (_, segment, caller, id) => {
  expect((await serviceInUrl(registry, segment, caller)).id).toBe(id);
});

test('it is refused to others, and what else is refused to those who may act for it', async () => {
  const refuse = () => conflict('Not today');
  const refusals = [
    ['a child', serviceInUrl(registry, 'own', client(CHILD)), 'forbidden'],
    ['a grandparent', serviceInUrl(registry, 'grandchild', client(OWN)), 'forbidden'],
    ['anybody, where there is none', serviceInUrl(registry, UNKNOWN, client(OWN)), 'not-found'],
    ['the operator, where there is none', serviceInUrl(registry, 'none', operator), 'not-found'],
    ['the operator', serviceInUrl(registry, OWN, operator, refuse), 'conflict'],
    ['a child, first', serviceInUrl(registry, OWN, client(CHILD), refuse), 'forbidden'],
  ] as const;
  const answers = await Promise.allSettled(refusals.map(([, answer]) => answer));
  const codes = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'found'));
  expect(codes).toEqual(refusals.map(([, , code]) => code));
});

test('a service that becomes known a moment later is found', async () => {
  const found = serviceInUrl(registry, UNKNOWN, operator);
  registry.apply({ ...service(UNKNOWN), version: 1 });
  expect((await found).id).toBe(UNKNOWN);
});
